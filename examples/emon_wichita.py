# %% [markdown]
# # A published network: who worked with whom after the tornado
#
# In 1979 a tornado hit Wichita Falls, Texas. Drabek and others (1981, *Managing Multiorganizational
# Emergency Responses*) asked which of 20 organisations, of the city, the county, the state, the
# federal government and private ones, worked together in the search and rescue. Did they work with
# their own kind, and who held the rest together?
#
# The network is not part of collabmodel. It is read from a file with `nodes`, a list of
# `[organisation, sponsor]`, and `edges`, a list of two organisations: the networks `emon` of R's
# package network, with a tie where either organisation names the other. Run it as a whole:
# `python examples/emon_wichita.py`.

# %%
import json
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd

import collabmodel as cm

start = Path(globals().get("__file__", "here")).resolve()
files = [folder / "shared" / "reference" / "emon_wichita.json" for folder in start.parents]
path = next((file for file in files if file.exists()), None)
if path is None:
    print("There is no shared/reference/emon_wichita.json in this folder or above it.")
    sys.exit()

# %%
read = json.loads(path.read_text(encoding="utf-8"))
names = {name: " ".join(name.replace(".", " ").split()) for name, _ in read["nodes"]}
graph = nx.Graph([(names[one], names[other]) for one, other in read["edges"]])
graph.add_nodes_from((names[name], {"group": sponsor}) for name, sponsor in read["nodes"])
network = cm.snapshot(graph)  # the arrays that all measures share
network

# %% [markdown]
# ## Table 1. Did they work with their own kind?
#
# The E-I index is above 0: most ties go to another sponsor, as they must where no sponsor has many
# organisations. So it stands beside what chance gives when the sponsors are dealt out at random.

# %%
index = cm.ei_index(network)
tested = cm.ei_permutation_test(network)
mixing = cm.assortativity(network)
coleman = cm.coleman_index(network)
print(
    f"E-I index {index.value:.3f}, by chance {index.expected:.3f}, as low: p = {tested.p_low:.4f}"
)
print(f"Assortativity {mixing.value:.3f}, standard error {mixing.error:.3f}")

sponsors = pd.DataFrame.from_dict(
    {
        entry.group: {
            "organisations": entry.members,
            "ties inside": entry.internal,
            "ties outside": entry.external,
            "E-I index": entry.by_ties,
            "Coleman's index": coleman.group(entry.group).value,
        }
        for entry in index.groups
    },
    orient="index",
).round(2)
sponsors.to_csv("sponsors.csv")
sponsors

# %% [markdown]
# The two readings of chance do not agree, and a paper should say so. With the sponsors dealt out to
# the organisations, fewer ties go outside than chance gives. Where every organisation keeps its
# number of ties, as assortativity and Coleman's index have it, next to nothing is left: the city's
# and the county's organisations have many ties of all sorts. (The two federal organisations are not
# tied, but that is one pair.)

# %% [markdown]
# ## Table 2. Who held the rest together?
#
# Nothing hangs on one organisation here: there is no cut point. But the share of shortest paths and
# of open pairs differs much.

# %%
print(cm.cut_points(network), "\n")

roles = cm.brokerage(network)
holes = cm.structural_holes(network)
between = cm.betweenness(network)
core = cm.core_periphery(network)
organisations = pd.DataFrame.from_dict(
    {
        name: {
            "sponsor": graph.nodes[name]["group"],
            "ties": holes.node(name).degree,
            "betweenness": between.node(name).value,
            "constraint": holes.node(name).constraint,
            "liaison": roles.node(name).counts.liaison,
            "open pairs": roles.node(name).counts.total,
            "core": "yes" if core.node(name).core else "",
        }
        for name in network.ids
    },
    orient="index",
)
organisations = organisations.sort_values("betweenness", ascending=False).round(3)
organisations.to_csv("organisations.csv")
organisations.head(8)

# %% [markdown]
# ## Figure 1. Ties between sponsors, and who stands between others

# %%
blocks = cm.density(network)
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")

left.imshow(blocks.matrix, vmin=0, vmax=1, cmap="Blues")
for row, one in enumerate(blocks.groups):
    for column, other in enumerate(blocks.groups):
        block = blocks.block(one, other)
        colour = "white" if block.density > 0.5 else "black"
        text = f"{block.ties}/{block.possible}"
        left.text(column, row, text, ha="center", va="center", color=colour)
left.set_xticks(range(len(blocks.groups)), blocks.groups)
left.set_yticks(range(len(blocks.groups)), blocks.groups)
left.set_title("ties / possible ties", loc="left")

most = organisations.head(8)[::-1]
colours = ["#0b5c8a" if core else "#9aa5b1" for core in most["core"]]
right.barh(most.index, most["betweenness"], color=colours)
right.set_title("betweenness; dark: in the core", loc="left")
right.spines[["top", "right"]].set_visible(False)
figure.savefig("wichita.pdf")

# %% [markdown]
# ## Methods and references

# %%
print(cm.methods([index, tested, mixing, coleman, blocks, roles, holes, between, core]))
