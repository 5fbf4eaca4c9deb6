# %% [markdown]
# # A town, from its report to whom to ask
#
# A walk through the invented town that comes with collabmodel: where do citizens move and services
# not meet? Run it cell by cell in an editor that knows `# %%`, or as a whole:
# `python examples/example_town.py`.

# %% The town: 53 services of 8 organisations, and how many citizens move between them in a year.
import collabmodel as cm
from collabmodel.datasets import example_town

town = example_town()
print(town)
print(*(source.label for source in town.sources), sep="\n")

# %% [markdown]
# ## The page for the meeting
#
# `cm.report(town)` shows itself in a notebook. Here are its first lines; `.save("town.md")` keeps
# the whole.

# %%
report = cm.report(town)
print(report.text().partition("\n\nMissing links")[0])

# %% [markdown]
# ## Which links are missing?
#
# A missing link is a pair of services between which citizens move, without enough contact on
# record. The pairs stand in order of their citizens. The code of each says what is nearest to a
# link: a meeting that is not close enough, a plan, an agreement between directors, nothing at all.

# %%
missing = cm.find_missing_links(town)
print(f"{len(missing)} missing links; {missing.response_rate:.0%} of the services were asked.\n")
for link in missing[:5]:
    print(f"{link.code:17} {link.sentence()}")

# %% How many of each code, and how many are certain: both sides were heard.
for code in dict.fromkeys(link.code for link in missing):
    links = missing.of_code(code)
    certain = sum(link.numbers["certain"] is True for link in links)
    print(f"{code:17} {len(links):3}, of which {certain:2} certain")

# %% [markdown]
# A list of findings becomes a table by `pd.DataFrame(missing.records())`. Numbers of citizens are
# shown as readers may see them; `cm.EXACT` shows them as they are, for the owner of the data.

# %%
first = missing.records(cm.EXACT)[0]
print({name: first[name] for name in ("code", "about_1", "about_2", "citizens_min", "certain")})

# %% [markdown]
# ## Why is that so?
#
# `explain` tells of one pair what citizens need, what is on record, who says so, and what follows.

# %%
print(cm.explain(town, "emergency", "opioid-clinic"))

# %% [markdown]
# ## Which groups are silos?
#
# In a silo, need reaches out and contact stays in. A closed group is no silo: the probation
# service keeps to itself, and what its citizens need of others is there. The volunteer centre may
# be one, but half of it was not asked.

# %%
silos = cm.find_silos(town)
for group in silos:
    print(f"{group.code:17} {group.sentence()}\n{'':17} Next: {group.next_step()}")

# %% The same by sector: a silo of an organisation need not be one of a sector.
for group in cm.find_silos(town, by="sector"):
    print(f"{group.code:17} {group.about[0]}")

# %% [markdown]
# ## How well does contact follow need?
#
# Congruence is the share of pairs with need that have enough contact. It is a range, since what
# nobody was asked about is neither met nor unmet.

# %%
coverage = cm.congruence(town).overall
print(f"{coverage.met} of {coverage.pairs} pairs are met, {coverage.unmet} certainly are not.")
print(f"So the share is from {coverage.low:.0%} to {coverage.high:.0%}.")

# %% Under a stricter reading: contact counts only where both sides say so, at level 3.
strict = cm.Rules(needed_level=3, confirmation="both")
coverage = cm.congruence(town, strict).overall
print(f"Strictly: from {coverage.low:.0%} to {coverage.high:.0%}.")

# %% [markdown]
# ## Do ties stay inside the organisations?
#
# The E-I index knows ties and no need. It shows three groups as closed: psychiatry, the employment
# department and the probation service. Only need tells the two silos from the third.

# %%
graph = cm.collaboration_graph(town)
index = cm.ei_index(graph, "organisation")
print(
    f"{index.internal} ties within an organisation, {index.external} between; E-I {index.value:.2f}"
)
for entry in sorted(index.groups, key=lambda entry: entry.by_ties):
    print(f"{town[entry.group].name:30} {entry.by_ties:6.2f}")

# %% [markdown]
# ## Whom to ask next?
#
# By how many citizens the answer decides.

# %%
for question in cm.ask_next(town)[:5]:
    print(question.sentence())
    print(f"    {question.next_step()}")

# %% [markdown]
# ## A year later
#
# The employment department has opened up. Ids are the same in both years, so that what was a
# missing link then can be looked for now.

# %%
later = example_town(year=2)
before = {link.key for link in missing}
after = {link.key for link in cm.find_missing_links(later)}
print(f"{len(before - after)} links are no longer missing, {len(before & after)} still are.")
print("New:", *sorted(after - before))
print("Silos then:", *(silo.about[0] for silo in silos.of_code("silo")))
print("Silos now:", *(silo.about[0] for silo in cm.find_silos(later).of_code("silo")))
