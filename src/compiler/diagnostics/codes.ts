/**
 * Every code that a compile error can have, with its title. A code never changes its meaning.
 * 1xxx: the text can't be read as a kernel function. 2xxx: the function says something that the language does not allow.
 */
export const codes = {
  syntax: { code: "YDL1001", title: "The text of the function is not valid" },
  noSource: { code: "YDL1002", title: "The function has no source text" },
  unsupportedSyntax: { code: "YDL1003", title: "A construct that kernel functions do not have" },
  parameters: { code: "YDL1004", title: "The parameters are not (context, scope, bpf)" },
  instrumented: { code: "YDL1005", title: "The function was instrumented by a coverage tool" },
  outsideName: { code: "YDL2001", title: "A name from outside the function" },
  unknownMember: { code: "YDL2002", title: "A field or method that does not exist" },
  wrongType: { code: "YDL2003", title: "A value of the wrong type" },
  possiblyUndefined: { code: "YDL2004", title: "A value that may be undefined" },
  indexOutOfRange: { code: "YDL2005", title: "An index that may be out of range" },
  mixedSigns: { code: "YDL2006", title: "u64 and signed values mixed" },
  doesNotFit: { code: "YDL2007", title: "A constant that does not fit" },
  wrongMapOperation: { code: "YDL2008", title: "An operation that the map does not have" },
  unknownHelper: { code: "YDL2009", title: "A helper that the program type does not have" },
  stackOverflow: { code: "YDL2010", title: "More than 512 bytes of stack" },
  unboundedLoop: { code: "YDL2011", title: "A loop without a bound" },
  notAtomic: { code: "YDL2012", title: "An update of shared memory that can't be atomic" },
  readOnly: { code: "YDL2013", title: "A write to something read-only" },
  divisionByZero: { code: "YDL2014", title: "A division by zero" },
  shiftCount: { code: "YDL2015", title: "A shift count out of range" },
  wrongArguments: { code: "YDL2016", title: "The wrong number of arguments" },
  returnValue: { code: "YDL2017", title: "A return value that the hook does not allow" },
  fraction: { code: "YDL2018", title: "A number that is not an integer" },
  decidedComparison: { code: "YDL2019", title: "A comparison that is always true or always false" },
  unassigned: { code: "YDL2020", title: "A local that is read before it has a value" },
  constantAssignment: { code: "YDL2021", title: "An assignment to a constant" },
  printFormat: { code: "YDL2022", title: "A format that printk does not understand" },
  duplicateName: { code: "YDL2023", title: "Two definitions with one name" },
  badDefinition: { code: "YDL2024", title: "Something in the scope or the exports that can't be compiled" },
  targetLacks: { code: "YDL2025", title: "The chosen instruction set lacks an instruction" },
  packetOffset: { code: "YDL2027", title: "An offset into a packet without a bound" },
  lostReservation: { code: "YDL2028", title: "A record of a ring buffer that is lost" },
  rangeNeedsIterators: { code: "YDL2030", title: "A range that only the kernel's iterators can count" },
  iteratorOpen: { code: "YDL2031", title: "A tail call out of a range" },
  lock: { code: "YDL2040", title: "A lock that is not given back, or held too long" },
  recursion: { code: "YDL2026", title: "A function that calls itself" },
} as const satisfies Record<string, { readonly code: string; readonly title: string }>;

export type DiagnosticName = keyof typeof codes;
