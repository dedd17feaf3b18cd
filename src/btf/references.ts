import type { Btf, BtfId, BtfType } from "./types.ts";

/** The same type with each id that it refers to replaced by what `change` says. */
export function mapReferences(type: BtfType, change: (id: BtfId) => BtfId): BtfType {
  switch (type.kind) {
    case "void":
    case "int":
    case "enum":
    case "float":
    case "forward":
      return type;
    case "array":
      return { ...type, element: change(type.element), index: change(type.index) };
    case "struct":
    case "union":
      return { ...type, members: type.members.map((member) => ({ ...member, type: change(member.type) })) };
    case "functionPrototype": {
      const parameters = type.parameters.map((parameter) => ({ ...parameter, type: change(parameter.type) }));
      return { ...type, returns: change(type.returns), parameters };
    }
    case "section":
      return { ...type, variables: type.variables.map((variable) => ({ ...variable, type: change(variable.type) })) };
    default:
      return { ...type, type: change(type.type) };
  }
}

/** All types that are reached from `roots`, the roots among them; `void` is always there. */
export function reachable(btf: Btf, roots: Iterable<BtfId>): Set<BtfId> {
  const seen = new Set<BtfId>([0]);
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const type = btf.types[id];
    if (type === undefined || seen.has(id)) continue;
    seen.add(id);
    mapReferences(type, (other) => {
      if (!seen.has(other)) open.push(other);
      return other;
    });
  }
  return seen;
}

/** Only the types in `kept`, and the new id of each. What is kept may only refer to what is kept. */
export function keepTypes(
  btf: Btf,
  kept: ReadonlySet<BtfId>,
): { readonly btf: Btf; readonly newId: (id: BtfId) => BtfId } {
  const ids = new Map<BtfId, BtfId>();
  for (const id of btf.types.keys()) if (kept.has(id)) ids.set(id, ids.size);
  const newId = (id: BtfId): BtfId => ids.get(id) ?? 0;
  const types = btf.types.filter((_type, id) => kept.has(id));
  return { btf: { types: types.map((type) => mapReferences(type, newId)) }, newId };
}
