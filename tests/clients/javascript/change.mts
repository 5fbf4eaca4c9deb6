// What an app does with a document, in the types that types.mjs made of the schema.
import type { CollabmodelDocument, Flow } from "./document.mjs";

export function change(document: CollabmodelDocument): CollabmodelDocument {
  const [first, second] = document.services ?? [];
  if (first) {
    first.name = "Renamed in JavaScript – Sør 病棟";
    first["x-colour"] = { hue: 210, shades: [1.5, null, true] };
  }
  if (first && second) {
    const flow: Flow = {
      id: "flow:from-javascript",
      source: first.id,
      target: second.id,
      citizens: { min: 3 },
      when: "2026-01/..",
    };
    document.flows = [...(document.flows ?? []), flow];
  }
  document["x-app"] = { saved_by: "an app" };
  return document;
}
