// Opens every page of a folder in a browser without a network, and prints what was seen, as JSON.
//
//     node see.mjs BROWSER FOLDER [AXED [SCREENSHOTS]]
//
// Each page is opened once, and then shown on a light and on a dark screen, narrow and wide: what the
// browser said and asked for since it was opened, how far the page is too wide, which labels of a
// picture overlap or are cut off, and what axe finds. In print: how many A4 pages it takes. With a
// second folder, pictures of all that.
//
// Since axe takes long, it looks in every one of the four ways only at pages whose names fit the
// regular expression AXED, or at all if there is none. At the others it looks twice, so that each scheme and each width is seen
// once; their `violations` are null where it does not look.

import axe from "axe-core";
import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const WIDTHS = { narrow: 360, wide: 1440 };
const WAYS = [
  { scheme: "light", width: "narrow", axed: true },
  { scheme: "dark", width: "narrow", axed: false },
  { scheme: "dark", width: "wide", axed: true },
  { scheme: "light", width: "wide", axed: false },
];
const [browserPath, folder, axed, pictures] = process.argv.slice(2);

// Runs in the page: which turned labels overlap, and which texts leave their picture.
function lettering() {
  const corners = (text) => {
    const { x, y, width, height } = text.getBBox();
    const matrix = text.getScreenCTM();
    const [left, right, top, bottom] = [x, x + width, y + 0.25 * height, y + 0.75 * height];
    return [[left, top], [right, top], [right, bottom], [left, bottom]].map(([u, v]) => {
      const point = new DOMPoint(u, v).matrixTransform(matrix);
      return [point.x, point.y];
    });
  };
  const apart = (one, other) =>
    [one, other].some((shape) =>
      shape.some(([x1, y1], n) => {
        const [x2, y2] = shape[(n + 1) % shape.length];
        const across = (points) => points.map(([x, y]) => (x - x1) * (y2 - y1) - (y - y1) * (x2 - x1));
        const [a, b] = [across(one), across(other)];
        return Math.max(...a) <= Math.min(...b) || Math.max(...b) <= Math.min(...a);
      }),
    );
  const overlapping = [];
  const cut = [];
  let labels = 0;
  for (const picture of document.querySelectorAll("svg")) {
    const frame = picture.getBoundingClientRect();
    const texts = [...picture.querySelectorAll("text")].filter((text) => text.getBBox().width);
    const shapes = texts.map((text) => [text, corners(text)]);
    for (const [text, shape] of shapes) {
      const isInside = shape.every(
        ([x, y]) =>
          x >= frame.left - 1 && x <= frame.right + 1 && y >= frame.top - 1 && y <= frame.bottom + 1,
      );
      if (!isInside) cut.push(text.textContent);
    }
    labels += shapes.length;
    shapes.forEach(([text, shape], n) => {
      for (const [other, its] of shapes.slice(n + 1)) {
        if (!apart(shape, its)) overlapping.push([text.textContent, other.textContent]);
      }
    });
  }
  return { labels, overlapping, cut };
}

// What axe finds in the page, which is not bound by the page's policy, as a script element would be.
async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    at: nodes.slice(0, 3).map((node) => node.target.join(" ")),
  }));
}

async function seen(browser, file) {
  const context = await browser.newContext();
  await context.setOffline(true);
  const page = await context.newPage();
  const said = [];
  const requests = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("dialog", (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  const address = pathToFileURL(resolve(folder, file)).href;
  page.on("request", (request) => request.url() === address || requests.push(request.url()));
  const name = basename(file, ".html");
  const views = [];
  for (const way of WAYS) {
    await page.emulateMedia({ colorScheme: way.scheme });
    await page.setViewportSize({ width: WIDTHS[way.width], height: 900 });
    if (!views.length) await page.goto(address);
    views.push({ page: name, ...(await view(page, name, way)), said, requests });
  }
  await context.close();
  return views;
}

async function view(page, name, { scheme, width, axed: isAxed }) {
  if (pictures) {
    await page.screenshot({ path: join(pictures, `${name}-${scheme}-${width}.png`), fullPage: true });
  }
  const { tooWide, screen, isDark, language } = await page.evaluate(() => ({
    tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    screen: innerWidth,
    isDark: matchMedia("(prefers-color-scheme: dark)").matches,
    language: document.documentElement.lang,
  }));
  const letters = await page.evaluate(lettering);
  const faults = isAxed || new RegExp(axed).test(name) ? await violations(page) : null;
  let sheets = null;
  if (scheme === "light" && width === "wide") {
    const path = pictures && join(pictures, `${name}.pdf`);
    const pdf = await page.pdf({ format: "A4", path: path || undefined });
    sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
  }
  return { scheme, width, screen, isDark, language, tooWide, ...letters, violations: faults, sheets };
}

const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const waiting = readdirSync(folder)
  .filter((file) => file.endsWith(".html"))
  .sort();
const all = [];
const reader = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    all.push(...(await seen(browser, next)));
  }
};
await Promise.all([reader(), reader()]);
await browser.close();
console.log(JSON.stringify(all));
