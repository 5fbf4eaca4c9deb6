// Make TypeScript types of a schema: node types.mjs SCHEMA > document.mts
import { readFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

// The generator makes a new type of every reference that has a description of its own. Inside an
// allOf the reference stays what it is, and the description stays with the member.
const schema = JSON.parse(readFileSync(process.argv[2], "utf8"), (_, value) => {
  if (value?.$ref === undefined || Object.keys(value).length === 1) return value;
  const { $ref, default: _default, ...rest } = value;
  return { ...rest, allOf: [{ $ref }] };
});
process.stdout.write(await compile(schema, "Document"));
