import { Button, Collapse, List, Text } from "@mantine/core";
import { useState } from "react";
import { grouped } from "./permissions";
import classes from "./staff.module.css";
import { useVocabulary } from "./vocabulary";
import { useStaffWords } from "./words";

/** What a set of permissions allows, in words, folded until somebody asks. */
export function Gives({ permissions }: { permissions: ReadonlySet<string> }) {
  const t = useStaffWords();
  const [isOpen, setOpen] = useState(false);
  const all = useVocabulary();
  const given = (all.data ?? []).filter((permission) => permissions.has(permission.name));
  if (given.length === 0) return null;
  return (
    <div>
      <Text size="sm" c="dimmed" span>
        {t("gives", { count: given.length })}
      </Text>{" "}
      <Button variant="subtle" size="compact-xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? "hideGives" : "showGives")}
      </Button>
      <Collapse expanded={isOpen}>
        <div className={classes.gives}>
          {grouped(given).map((group) => (
            <div key={group.id}>
              <Text size="xs" fw={600}>
                {group.name}
              </Text>
              <List size="xs" c="dimmed">
                {group.permissions.map((permission) => (
                  <List.Item key={permission.name}>{permission.description}</List.Item>
                ))}
              </List>
            </div>
          ))}
        </div>
      </Collapse>
    </div>
  );
}
