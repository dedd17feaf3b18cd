// Runs programs that the main thread has loaded, at the same time as another worker does.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { testRun } from "../src/sys/bpf.ts";

/** Counts the workers that are ready for the round that is its index. */
const ready = new Int32Array(workerData as SharedArrayBuffer);
const port = parentPort as MessagePort;
const packet = new Uint8Array(64);

port.on("message", ({ fd, round, repeat }: { fd: number; round: number; repeat: number }) => {
  Atomics.add(ready, round, 1);
  // Both spin until both are here, so that both begin at once.
  while (Atomics.load(ready, round) < 2);
  const start = process.hrtime.bigint();
  testRun({ programFd: fd, dataIn: packet, dataSizeIn: packet.length, repeat });
  port.postMessage(Number(process.hrtime.bigint() - start) / repeat);
});
