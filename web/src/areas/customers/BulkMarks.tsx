import { Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useState } from "react";
import {
  adminChangeGroupMembers,
  adminListCustomerGroups,
  adminListCustomers,
  adminTagCustomers,
} from "@/api/generated/sdk.gen";
import type { CustomerGroup, CustomerRow } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { TagInput } from "./TagInput";
import { useCustomerWords } from "./words";

interface BulkMarksProps {
  rows: readonly CustomerRow[];
  kind: "tags" | "group";
  groups: readonly CustomerGroup[];
  close: () => void;
}

/** The same tags, or one group, for the chosen customers; what was done can be taken back. */
export function BulkMarks({ rows, kind, groups, close }: BulkMarksProps) {
  const t = useCustomerWords();
  const [tags, setTags] = useState<string[]>([]);
  const [group, setGroup] = useState<string | null>(null);
  const changes = [adminListCustomers, adminListCustomerGroups];
  const customers = rows.map((row) => row.id);
  const untag = useWrite(adminTagCustomers, { changes, failed: tellProblem });
  const tag = useWrite(adminTagCustomers, {
    changes,
    failed: tellProblem,
    done: (answer) => {
      const fresh = rows.filter((row) => !tags.some((one) => row.tags.includes(one.toLowerCase())));
      const body = { customers: fresh.map((row) => row.id), remove: tags };
      tell(
        t("tagged", { count: answer.changed }),
        fresh.length > 0 ? { undo: () => untag.mutate({ body }) } : {},
      );
      close();
    },
  });
  const leave = useWrite(adminChangeGroupMembers, { changes, failed: tellProblem });
  const join = useWrite(adminChangeGroupMembers, {
    changes,
    failed: tellProblem,
    done: (answer, input) => {
      const fresh = rows.filter((row) => !row.groups.some((one) => one.id === group));
      const body = { remove: fresh.map((row) => row.id) };
      tell(t("grouped", { count: answer.changed }), { undo: () => leave.mutate({ path: input.path, body }) });
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t(kind === "tags" ? "addTags" : "addToGroup")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (kind === "tags") tag.mutate({ body: { customers, add: tags } });
          else if (group) join.mutate({ path: { group }, body: { add: customers } });
        }}
      >
        <Stack>
          {kind === "tags" ? (
            <TagInput label={t("tags")} value={tags} onChange={setTags} />
          ) : (
            <Select
              label={t("group")}
              data={groups.map((one) => ({ value: one.id, label: one.name }))}
              value={group}
              onChange={setGroup}
              data-autofocus
            />
          )}
          <Group justify="flex-end">
            <Button
              type="submit"
              loading={tag.isPending || join.isPending}
              disabled={kind === "tags" ? tags.length === 0 : group === null}
            >
              {t("apply")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
