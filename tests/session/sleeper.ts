// Holds a session until a signal ends it; `--own-handler` makes the program end it itself.
import { writeSync } from "node:fs";
import { withSession } from "../../src/index.ts";
import { object } from "./pass-object.ts";

await withSession(object, async (bpf) => {
  const { id } = bpf.programs.pass.info();
  const close = bpf.close;
  bpf.close = () => {
    close();
    writeSync(1, "closed\n");
  };
  const ended = Promise.withResolvers<void>();
  const timer = setTimeout(ended.resolve, 30_000);
  if (process.argv.includes("--own-handler")) {
    process.once("SIGINT", () => {
      setTimeout(() => {
        writeSync(1, `still open: ${bpf.programs.pass.info().id}\n`);
        clearTimeout(timer);
        ended.resolve();
      }, 50);
    });
  }
  writeSync(1, `program ${id}\n`);
  await ended.promise;
});
