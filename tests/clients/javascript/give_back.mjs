// Change every document in a folder: node give_back.mjs FROM TO [CHANGE.mjs]
// Without a change, each document is only read and written again.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [from, to, path] = process.argv.slice(2);
const { change } = path ? await import(resolve(path)) : { change: (document) => document };
for (const name of readdirSync(from)) {
  const document = JSON.parse(readFileSync(join(from, name), "utf8"));
  writeFileSync(join(to, name), JSON.stringify(change(document), null, 2) + "\n");
}
