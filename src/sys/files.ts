/**
 * Node's file functions. An ordinary import of `node:fs` makes Node load its promises, streams and watchers too, to have
 * something to export: 3 ms, a tenth of a whole start.
 */
export const {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  rmdirSync,
  statSync,
  unlinkSync,
} = process.getBuiltinModule("node:fs");
