import type { TrafficReport } from "../traffic-ledger.ts";
import { openRecording, type Recording } from "./reader.ts";
import { Replay, type ReplayRange } from "./replay.ts";

/** A recording that is played: forward as time goes by, and to any moment. */
export class Player implements Disposable {
  readonly #path: string;
  readonly #range: ReplayRange;
  #recording: Recording;
  #replay: Replay;
  /** What should have been played by now, in milliseconds since 1970. */
  #due: number;

  /** @throws what `openRecording` throws */
  constructor(path: string, range: ReplayRange = {}) {
    this.#path = path;
    this.#range = range;
    this.#recording = openRecording(path);
    this.#replay = new Replay(this.#recording, range);
    this.#due = this.#replay.from;
  }

  /** Where traffic begins to count. Times are milliseconds since 1970. */
  get from(): number {
    return this.#replay.from;
  }

  /** The end of the interval that was played last. */
  get time(): number {
    return this.#replay.time;
  }

  /** Goes on by so many milliseconds, or to the end. */
  play(milliseconds: number): void {
    this.#due += milliseconds;
    while (this.#replay.time < this.#due && this.#replay.advance());
    // At the end, time stands still: a step back is one from there.
    this.#due = Math.min(this.#due, Math.max(this.#replay.time, this.#replay.from));
  }

  /** Goes back or forth by so many milliseconds, as far as the recording reaches; what counts since the beginning stays so. */
  seek(milliseconds: number): void {
    const target = Math.max(this.#replay.from, this.#due + milliseconds);
    this.#playUntil(target);
    // Behind the end, it is the end that is shown.
    if (this.#replay.time < target) this.#playUntil(this.#replay.time);
  }

  /** The next report's rates are those of its own interval, not of the whole way. */
  #playUntil(target: number): void {
    const before = Math.max(this.#replay.from, target - this.#recording.start.interval);
    if (before < this.#replay.time) this.#rewind();
    this.#due = before;
    this.play(0);
    this.#replay.report();
    this.#due = target;
    this.play(0);
  }

  /** Rates are those since the last report. */
  report(): TrafficReport {
    return this.#replay.report();
  }

  [Symbol.dispose](): void {
    this.#recording[Symbol.dispose]();
  }

  #rewind(): void {
    this.#recording[Symbol.dispose]();
    this.#recording = openRecording(this.#path);
    this.#replay = new Replay(this.#recording, this.#range);
  }
}
