// Runs the program of ring-producer.ts again and again until it says that it is done.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { testRun } from "../src/sys/bpf.ts";

const stop = new Int32Array(workerData as SharedArrayBuffer);
const port = parentPort as MessagePort;
const packet = new Uint8Array(64);
const XDP_DROP = 1;

port.on("message", (programFd: number) => {
  while (Atomics.load(stop, 0) === 0) {
    const { returned } = testRun({ programFd, dataIn: packet, dataSizeIn: packet.length, repeat: 64 });
    if (returned === XDP_DROP) break;
  }
  port.postMessage("written");
});
