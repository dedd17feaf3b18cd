/** What lowering needs to know of the object that the function becomes part of. */
export interface Layout {
  /** Where a variable, constant or text is, by symbol. */
  symbol(name: string): { readonly section: string; readonly offset: number };
  /** Bytes between the slots of a per-CPU variable. */
  stride(symbol: string): number;
  /** Slots of each per-CPU variable, a power of two. */
  readonly cpus: number;
}
