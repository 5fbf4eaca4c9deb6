// Check one document: node check.mjs SCHEMA DOCUMENT
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

const [schema, document] = process.argv
  .slice(2)
  .map((path) => JSON.parse(readFileSync(path, "utf8")));
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
if (!validate(document)) {
  for (const { instancePath, message } of validate.errors) console.log(instancePath, message);
  process.exitCode = 1;
}
