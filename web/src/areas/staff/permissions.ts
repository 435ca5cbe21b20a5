/** The vocabulary in groups. Pure. */
import type { Permission } from "@/api/generated/types.gen";

export interface Group {
  id: string;
  name: string;
  permissions: Permission[];
}

/** In the order in which the API tells them. */
export function grouped(permissions: readonly Permission[]): Group[] {
  const groups = new Map<string, Group>();
  for (const permission of permissions) {
    const { id, name } = permission.group;
    const group = groups.get(id) ?? { id, name, permissions: [] };
    group.permissions.push(permission);
    groups.set(id, group);
  }
  return [...groups.values()];
}

/** Those whose words hold all that was typed. */
export function matching(permissions: readonly Permission[], typed: string): Permission[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return permissions.filter((permission) => {
    const text = plain(`${permission.name} ${permission.description} ${permission.group.name}`);
    return words.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
