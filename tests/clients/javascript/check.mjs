// Check one document: node check.mjs SCHEMA DOCUMENT
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

const [schema, document] = process.argv
  .slice(2)
  .map((path) => JSON.parse(readFileSync(path, "utf8")));
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
if (!validate(document)) {
  for (const error of validate.errors) console.log(error.instancePath, error.message);
  process.exitCode = 1;
}
