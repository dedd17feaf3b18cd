import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repository } from "../support/cli.ts";

/** A fenced block of a page. */
export interface Block {
  /** The first word behind the fence, `""` without one. */
  readonly language: string;
  /** What else stands behind the fence. */
  readonly mark: string;
  readonly text: string;
  /** Where the block's first line stands in the page, from 1. */
  readonly line: number;
}

export function blocksOf(page: string): Block[] {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(/^```(\w*) *([^\n]*)\n(.*?)^```$/gms)].map(({ index, 1: language, 2: mark, 3: block }) => ({
    language: language ?? "",
    mark: mark ?? "",
    text: block ?? "",
    line: text.slice(0, index).split("\n").length + 1,
  }));
}

/** The name of a module that another one refers to, in the comment on its first line. */
export function fileOf({ text }: Block): string | undefined {
  return /^\/\/ ([\w.-]+\.ts)\n/.exec(text)?.[1];
}

/** What the package is called in examples, and where that is here. */
const entries: Readonly<Record<string, string>> = {
  yodel: "src/index.ts",
  "yodel/runtime": "src/runtime.ts",
  "yodel/testing": "src/testing.ts",
};

registerHooks({
  resolve(specifier, context, next) {
    const entry = entries[specifier];
    return next(entry === undefined ? specifier : pathToFileURL(join(repository, entry)).href, context);
  },
});

/**
 * A folder in which examples of the documentation are modules. It becomes the working directory, so that messages name the files
 * as they do for the reader.
 */
export class ExampleFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "yodel-docs-"));
  #count = 0;

  constructor() {
    writeFileSync(join(this.path, "package.json"), '{ "type": "module" }\n');
    process.chdir(this.path);
  }

  /** Writes an example under the name that it has in messages, and gives what it exports. */
  async import(text: string, name = "example.ts"): Promise<Readonly<Record<string, unknown>>> {
    const file = join(this.path, name);
    writeFileSync(file, text);
    this.#count++;
    return import(`${pathToFileURL(file).href}?${this.#count}`);
  }

  [Symbol.dispose](): void {
    process.chdir(repository);
    rmSync(this.path, { recursive: true });
  }
}
