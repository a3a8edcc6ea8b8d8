// Builds src/onrecord/web/static/vendor: one module for each entry, htmx as published, licences, and a manifest.
// The same lock gives the same bytes. An argument names another folder to build into.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../src/onrecord/web/static/vendor"));
const modules = join(here, "node_modules");

// Files that are taken over as their package publishes them.
const copied = { "htmx.js": ["htmx.org", "dist/htmx.min.js"] };

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

// The package that a bundled file belongs to, such as "d3-array" or "@observablehq/plot".
function packageOf(path) {
  const inside = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length).split("/");
  return inside[0].startsWith("@") ? inside.slice(0, 2).join("/") : inside[0];
}

async function bundle(name) {
  const result = await build({
    entryPoints: [join(here, "entries", name)],
    absWorkingDir: here,
    bundle: true,
    format: "esm",
    target: "es2021",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    metafile: true,
    write: false,
  });
  const [output] = Object.values(result.metafile.outputs);
  const used = Object.entries(output.inputs).filter(([path, input]) => path.includes("node_modules/") && input.bytesInOutput);
  return { bytes: result.outputFiles[0].contents, packages: [...new Set(used.map(([path]) => packageOf(path)))].sort() };
}

function described(name) {
  const folder = join(modules, name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  if (!file) throw new Error(`${name} comes without a licence`);
  return { name, version, license, text: readFileSync(join(folder, file), "utf8").trim() };
}

const files = {};
for (const [name, [from, path]] of Object.entries(copied)) {
  files[name] = { bytes: readFileSync(join(modules, from, path)), packages: [from] };
}
for (const entry of readdirSync(join(here, "entries")).sort()) {
  files[entry] = await bundle(entry);
}
const packages = [...new Set(Object.values(files).flatMap((file) => file.packages))].sort().map(described);
const licences = packages.map(({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}\n`);
files["LICENSES.txt"] = { bytes: Buffer.from(licences.join(`\n${"-".repeat(78)}\n\n`)), packages: [] };

const manifest = {
  files: Object.fromEntries(
    Object.keys(files)
      .sort()
      .map((name) => [name, { sha256: sha256(files[name].bytes), bytes: files[name].bytes.length, packages: files[name].packages }]),
  ),
  packages: Object.fromEntries(packages.map(({ name, version, license }) => [name, { version, license }])),
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const [name, { bytes }] of Object.entries(files)) writeFileSync(join(out, name), bytes);
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
for (const [name, { bytes }] of Object.entries(manifest.files)) console.log(`${name}\t${bytes} bytes`);
