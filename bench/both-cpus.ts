import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** Runs a program on two CPUs at the same time, in two threads. */
export class BothCpus implements AsyncDisposable {
  readonly #ready = new SharedArrayBuffer(4 * 1024 * 16);
  readonly #workers = [0, 1].map(() => {
    return new Worker(new URL("./both-cpus-worker.ts", import.meta.url), { workerData: this.#ready });
  });
  #round = 0;

  /** Nanoseconds of one run, the mean of both threads. At most 16384 calls. */
  async time(fd: number, repeat: number): Promise<number> {
    const round = this.#round++;
    const times = this.#workers.map(async (worker): Promise<number> => (await once(worker, "message"))[0]);
    for (const worker of this.#workers) worker.postMessage({ fd, round, repeat });
    const [first = 0, second = 0] = await Promise.all(times);
    return (first + second) / 2;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
