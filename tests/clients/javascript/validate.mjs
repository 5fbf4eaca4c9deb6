// Check every document in a folder: node validate.mjs FOLDER SCHEMA...
// Prints, for each file, whether each schema accepts it, and the first thing that is wrong.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";

const [folder, ...schemas] = process.argv.slice(2);
const ajv = new Ajv2020({ strict: true, allErrors: true });
const validators = schemas.map((path) => ajv.compile(JSON.parse(readFileSync(path, "utf8"))));

const results = {};
for (const name of readdirSync(folder).sort()) {
  const document = JSON.parse(readFileSync(join(folder, name), "utf8"));
  results[name] = validators.map((validate) => {
    if (validate(document)) return { accepted: true };
    const [{ instancePath, message }] = validate.errors;
    return { accepted: false, pointer: instancePath, message };
  });
}
console.log(JSON.stringify(results));
