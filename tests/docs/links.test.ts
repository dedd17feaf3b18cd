// Links from one page to another lead to a page, and to a heading that it has.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { repository } from "../support/cli.ts";

/** A heading as GitHub makes a fragment of it. */
function fragment(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function fragmentsOf(page: string): Set<string> {
  const text = readFileSync(page, "utf8").replaceAll(/^```.*?^```$/gms, "");
  return new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => fragment(heading)));
}

test("links between pages lead somewhere", () => {
  const broken: string[] = [];
  for (const name of ["README.md", "CONTRIBUTING.md", ...globSync("docs/**/*.md", { cwd: repository })]) {
    const page = join(repository, name);
    const text = readFileSync(page, "utf8").replaceAll(/^```.*?^```$/gms, "");
    for (const [, link = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [path = "", heading] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      const found = existsSync(target) && (heading === undefined || fragmentsOf(target).has(heading));
      if (!found) broken.push(`${relative(repository, page)}: ${link}`);
    }
  }
  assert.deepEqual(broken, []);
});

test("every page is reached from the index", () => {
  const index = join(repository, "docs/README.md");
  const reached = new Set([index]);
  // A set goes on with what is added while it is walked.
  for (const page of reached) {
    const text = readFileSync(page, "utf8").replaceAll(/^```.*?^```$/gms, "");
    for (const [, path = ""] of text.matchAll(/\]\(([^):\s#]+\.md)(?:#[^)]*)?\)/g)) {
      const target = join(dirname(page), path);
      if (existsSync(target)) reached.add(target);
    }
  }
  const pages = globSync("docs/**/*.md", { cwd: repository }).filter((page) => !reached.has(join(repository, page)));
  assert.deepEqual(pages, []);
});
