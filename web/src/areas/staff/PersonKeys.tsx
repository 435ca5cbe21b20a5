import { Text } from "@mantine/core";
import type { Person } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { Section } from "@/kit/Section";
import classes from "./staff.module.css";
import { useStaffWords } from "./words";

/** The keys that somebody made and that still work; nothing when there are none. */
export function PersonKeys({ person }: { person: Person }) {
  const t = useStaffWords();
  if (person.keys.length === 0) return null;
  return (
    <Section title={t("keysMade")} about={t("keysMadeHelp")}>
      <ul className={classes.keys}>
        {person.keys.map((key) => (
          <li key={key.id}>
            <GoLink to={`/keys?q=${encodeURIComponent(key.name)}`} size="sm">
              {key.name}
            </GoLink>
            <Text size="xs" c="dimmed" ff="monospace">
              …{key.last_four}
            </Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}
