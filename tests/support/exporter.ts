import { createServer } from "node:net";
import type { Running } from "./processes.ts";

/** The address that `yodel export` says it serves. */
export async function servedUrl(exporter: Running): Promise<string> {
  const [, url = ""] = await exporter.printed(/^Serving (http:\S+)\/metrics$/m);
  return url;
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
