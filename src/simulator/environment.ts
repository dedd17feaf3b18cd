/** The world that programs ask about: set by tests, the same for each run until a test changes it. */
export interface Environment {
  /** Nanoseconds since boot; the clock stands still until a test moves it. */
  time: bigint;
  /** The current process's id, as user space calls it (the kernel's thread group). */
  pid: number;
  /** The current thread's id. */
  tid: number;
  uid: number;
  gid: number;
  /** Name of the current thread: 15 characters are kept. */
  comm: string;
  /** The current process's cgroup, and that of a packet's socket. */
  cgroupId: bigint;
  /** The `net_cls` class of the current process. */
  classId: number;
  socketCookie: bigint;
  socketUid: number;
  netnsCookie: bigint;
  numaNode: number;
}

export function defaultEnvironment(): Environment {
  return {
    time: 1_000_000_000n,
    pid: 1000,
    tid: 1000,
    uid: 1000,
    gid: 1000,
    comm: "test",
    cgroupId: 1n,
    classId: 0,
    socketCookie: 1n,
    socketUid: 1000,
    netnsCookie: 1n,
    numaNode: 0,
  };
}

/** 32-bit random numbers that a seed decides (xorshift). */
export class RandomNumbers {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0 || 0x9e37_79b9;
  }

  next(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return state >>> 0;
  }
}
