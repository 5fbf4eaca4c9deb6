# %% [markdown]
# # Did it help? A town over two years, from model to paper
#
# The invented town comes with two years. In between, its employment department opened up. A
# researcher wants to know what changed, whether it is more than a change of what people were asked,
# and then a table, a figure and a methods paragraph. Run it as a whole:
# `python examples/town_over_two_years.py`.

# %%
import matplotlib.pyplot as plt
import pandas as pd

import collabmodel as cm
from collabmodel.datasets import example_town

years = {"year 1": example_town(), "year 2": example_town(year=2)}

# %% [markdown]
# ## What changed
#
# A link counts as gained or lost only where the record says so. What was merely not asked about in
# one of the years is told apart.

# %%
change = cm.compare(years["year 1"], years["year 2"])
print(str(change).partition("\n\nGap opened")[0])

# %% [markdown]
# ## Table 1. The network and how well it follows need
#
# Congruence is a range, since some pairs were not asked about. The E-I index goes from −1 (all ties
# stay within an organisation) to 1 (all go out). The correlation of need and contact is tested by
# permutation of the services (QAP).


# %%
def row(town: cm.Model) -> dict[str, object]:
    covered = cm.congruence(town).overall
    both = cm.qap_correlation(town)
    network = cm.snapshot(town)
    return {
        "services": len(town.services),
        "pairs with need": covered.pairs,
        "met": covered.met,
        "certainly not met": covered.unmet,
        "not known": covered.unknown,
        "congruence": f"{covered.low:.2f} to {covered.high:.2f}",
        "missing links": len(cm.find_missing_links(town)),
        "silos": ", ".join(silo.about[0] for silo in cm.find_silos(town).of_code("silo")),
        "density": round(cm.density(network).value, 3),
        "E-I index": round(cm.ei_index(network).value, 2),
        "global efficiency": round(cm.global_efficiency(network).value, 2),
        "need × contact (QAP)": f"r = {both.value:.2f}, p = {both.p_high:.4f}",
    }


table = pd.DataFrame({year: row(town) for year, town in years.items()})
table.to_csv("table_1.csv")
table

# %% [markdown]
# ## Figure 1. Need across the border of each organisation
#
# For each organisation, the share of its needed pairs with others that have enough contact. A bar
# goes from the lowest share that what is not known leaves possible to the highest.

# %%
coverage = {year: cm.congruence(town).groups for year, town in years.items()}
first = coverage["year 1"]
names = sorted(
    (name for name in first if first[name].across.pairs),
    key=lambda name: first[name].across.low,
)

figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
for place, (year, colour) in enumerate(zip(years, ("#9aa5b1", "#0b5c8a"), strict=True)):
    shares = [coverage[year][name].across for name in names]
    axes.barh(
        [number + 0.36 * (0.5 - place) for number in range(len(names))],
        [share.high - share.low for share in shares],
        left=[share.low for share in shares],
        height=0.3,
        color=colour,
        edgecolor=colour,
        linewidth=2,
        label=year,
    )
axes.set_yticks(range(len(names)), [years["year 1"][name].label for name in names])
axes.set_xlim(0, 1.02)
axes.set_xlabel("share of needed pairs across the border that are met")
axes.legend(frameon=False, loc="upper left")
axes.spines[["top", "right"]].set_visible(False)
figure.savefig("figure_1.pdf")

# %% [markdown]
# ## Does it hold?
#
# The silo that is left, under other rules and when a tie or a respondent is left out.

# %%
silos = cm.find_silos(years["year 2"])
tried = cm.sensitivity(silos.of_code("silo")[0], changes=40)
print(tried.sentence("silo:psychiatry"))
pd.DataFrame(tried.records("variation"))[["variation", "tried", "possible", "hold"]]

# %% [markdown]
# ## What would help most now?

# %%
for link in cm.suggest_ties(years["year 2"], 3):
    print(link.sentence(), link.next_step(), sep="\n    ")

# %% [markdown]
# ## Methods and references
#
# Written from the results themselves, with their rules and parameters.

# %%
results = [
    cm.congruence(years["year 2"]),
    cm.ei_index(years["year 2"]),
    cm.qap_correlation(years["year 2"]),
    silos,
    change,
]
print(cm.methods(results))

# %%
print(cm.cite(results).bibtex().partition("\n\n")[0])
