/**
 * Where in a source text something is. Lines and columns count from 1, as editors show them.
 */
export interface SourceLocation {
  /** Absolute path or `file:` URL without its scheme; undefined when the text could not be found in a file. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  /** Length in characters of what is meant, at least 1. */
  readonly length: number;
  /** The whole source line, without its line break. */
  readonly lineText: string;
}

/** What an error says besides its message. */
export interface YodelErrorOptions {
  readonly hint?: string;
  readonly location?: SourceLocation;
  readonly cause?: unknown;
}

/**
 * The base of every error that this package throws on purpose. `code` is stable; `message` names the thing, the place
 * and the cause; `hint` says what to do.
 */
export class YodelError extends Error {
  readonly code: string;
  // Declared only: as fields they would be there, undefined, when Node prints an error that nobody caught.
  declare readonly hint?: string;
  declare readonly location?: SourceLocation;

  constructor(code: string, message: string, options: YodelErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
    if (options.location !== undefined) this.location = options.location;
  }
}

/** The kernel refused for want of a privilege; the message says which, and the hint how to get it. */
export class PermissionError extends YodelError {}

/** The running kernel, or this platform, lacks something. */
export class UnsupportedError extends YodelError {
  /** First kernel version that has it, such as `"5.7"`. */
  declare readonly minimumKernel?: string;

  constructor(code: string, message: string, options: YodelErrorOptions & { readonly minimumKernel?: string } = {}) {
    super(code, message, options);
    if (options.minimumKernel !== undefined) this.minimumKernel = options.minimumKernel;
  }
}

/** A path is not the cgroup v2 directory that it should be. */
export class CgroupError extends YodelError {}

/** Bytes that should be a BPF ELF object are not, or are damaged. */
export class ObjectFormatError extends YodelError {}

/** A system call failed in a way that has no better name. */
export class SystemCallError extends YodelError {
  /** The call and its command, such as `"bpf(BPF_MAP_CREATE)"`. */
  readonly call: string;
  readonly errno: number;

  constructor(
    code: string,
    message: string,
    options: YodelErrorOptions & { readonly call: string; readonly errno: number },
  ) {
    super(code, message, options);
    this.call = options.call;
    this.errno = options.errno;
  }
}

/** The kernel's verifier rejected a program. */
export class VerifierError extends YodelError {
  /** The verifier's whole log. */
  readonly log: string;
  readonly program: string;

  constructor(
    code: string,
    message: string,
    options: YodelErrorOptions & { readonly log: string; readonly program: string },
  ) {
    super(code, message, options);
    this.log = options.log;
    this.program = options.program;
  }
}
