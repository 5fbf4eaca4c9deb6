// Each line that is marked is refused by the compiler.
import type { Count, Flow, Forum, LevelScale, Organisation, Tie } from "./document.mjs";

export const organisation: Organisation = { id: "region", kind: "Region" }; // wrong: no such word
export const flow: Flow = { id: "f", source: "ward" }; // wrong: no target
export const other: Flow = { id: "f", source: "a", target: "b", citizens: "40" }; // wrong: no count
export const forum: Forum = { id: "f", members: "ward" }; // wrong: no array
export const tie: Tie = { id: "t", parties: ["ward"] }; // wrong: one party
export const scale: LevelScale = { id: "ours", labels: ["none"] }; // wrong: one label
export const count: Count = { min: 3, about: 4 }; // wrong: a count has no other members
export const vague: Tie = { id: "t", parties: ["a", "b"], level: null }; // wrong: null
