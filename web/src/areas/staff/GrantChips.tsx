import { Badge, Group, Text } from "@mantine/core";
import type { GrantedRole } from "@/api/generated/types.gen";
import type { Places } from "./places";
import { useStaffWords } from "./words";

/** Somebody's roles as chips, each with where it holds. */
export function GrantChips({ grants, places }: { grants: readonly GrantedRole[]; places: Places }) {
  const t = useStaffWords();
  if (grants.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("noRoles")}
      </Text>
    );
  }
  return (
    <Group gap={6}>
      {grants.map((grant) => {
        const where = [...(grant.stores ?? []), ...(grant.locations ?? [])].map(places.nameOf).join(", ");
        return (
          <Badge
            key={`${grant.role} ${where}`}
            variant={grant.role === "owner" ? "filled" : "light"}
            tt="none"
            fw={550}
          >
            {where ? `${grant.role_name} · ${where}` : grant.role_name}
          </Badge>
        );
      })}
    </Group>
  );
}
