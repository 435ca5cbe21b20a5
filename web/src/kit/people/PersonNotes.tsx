import { ActionIcon, Button, Checkbox, Group, Menu, Stack, Text, Textarea } from "@mantine/core";
import { IconDots, IconPinFilled } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminAddCustomerNote,
  adminRemoveCustomerNote,
  adminUpdateCustomerNote,
} from "@/api/generated/sdk.gen";
import type { CustomerNote } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Section } from "../Section";
import { When } from "../When";
import classes from "./people.module.css";
import { usePeopleWords } from "./words";

interface PersonNotesProps {
  customer: string;
  notes: readonly CustomerNote[];
  /** Something was written: ask anew. */
  changed: () => void;
}

/** What staff told each other of a customer, and room for more. What is typed stays when it could not be saved. */
export function PersonNotes({ customer, notes, changed }: PersonNotesProps) {
  const t = usePeopleWords();
  const mayWrite = useMay("customers:write");
  const [typed, setTyped] = useState("");
  const [isPinned, setPinned] = useState(false);
  const add = useWrite(adminAddCustomerNote, {
    done: () => {
      setTyped("");
      setPinned(false);
      tell(t("noteAdded"));
      changed();
    },
    failed: tellProblem,
  });
  const send = () => {
    const body = typed.trim();
    if (body) add.mutate({ path: { customer }, body: { body, is_pinned: isPinned } });
  };
  return (
    <Section title={t("notes")} about={t("notesHelp")}>
      {notes.length > 0 ? (
        <ul className={classes.list}>
          {notes.map((note) => (
            <NoteItem key={note.id} customer={customer} note={note} mayWrite={mayWrite} changed={changed} />
          ))}
        </ul>
      ) : null}
      {mayWrite ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <Stack gap={8} mt={notes.length > 0 ? 12 : 0}>
            <Textarea
              aria-label={t("writeNote")}
              placeholder={t("writeNote")}
              autosize
              minRows={2}
              maxLength={4000}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
              }}
            />
            <Group justify="space-between">
              <Checkbox
                label={t("pin")}
                checked={isPinned}
                onChange={(event) => setPinned(event.currentTarget.checked)}
              />
              <Button type="submit" variant="default" loading={add.isPending} disabled={!typed.trim()}>
                {t("addNote")}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Text size="xs" c="dimmed" mt={8}>
          {t("mayNotNote")}
        </Text>
      )}
    </Section>
  );
}

interface NoteItemProps {
  customer: string;
  note: CustomerNote;
  mayWrite: boolean;
  changed: () => void;
}

function NoteItem({ customer, note, mayWrite, changed }: NoteItemProps) {
  const t = usePeopleWords();
  const [edited, setEdited] = useState<string | null>(null);
  const path = { customer, note: note.id };
  const update = useWrite(adminUpdateCustomerNote, {
    done: () => {
      setEdited(null);
      changed();
    },
    failed: tellProblem,
  });
  const again = useWrite(adminAddCustomerNote, { done: changed, failed: tellProblem });
  const remove = useWrite(adminRemoveCustomerNote, {
    done: () => {
      const body = { body: note.body, is_pinned: note.is_pinned };
      tell(t("noteRemoved"), { undo: () => again.mutate({ path: { customer }, body }) });
      changed();
    },
    failed: tellProblem,
  });
  return (
    <li className={classes.note} data-pinned={note.is_pinned}>
      <div className={classes.line}>
        {note.is_pinned ? <IconPinFilled size={14} aria-label={t("pinned")} /> : null}
        <Text size="sm" fw={550}>
          {note.author}
        </Text>
        <Text size="xs" c="dimmed">
          <When at={note.created_at} />
          {note.updated_at === note.created_at ? "" : ` · ${t("edited")}`}
        </Text>
        {mayWrite ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                className={classes.end}
                aria-label={`${t("edit")}: ${note.body.slice(0, 40)}`}
              >
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => update.mutate({ path, body: { is_pinned: !note.is_pinned } })}>
                {note.is_pinned ? t("unpin") : t("pin")}
              </Menu.Item>
              {note.is_own ? (
                <>
                  <Menu.Item onClick={() => setEdited(note.body)}>{t("edit")}</Menu.Item>
                  <Menu.Item color="red" onClick={() => remove.mutate({ path })}>
                    {t("remove")}
                  </Menu.Item>
                </>
              ) : null}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      {edited === null ? (
        <Text size="sm" className={classes.body}>
          {note.body}
        </Text>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            update.mutate({ path, body: { body: edited } });
          }}
        >
          <Stack gap={8} mt={6}>
            <Textarea
              aria-label={t("edit")}
              autosize
              minRows={2}
              maxLength={4000}
              value={edited}
              onChange={(event) => setEdited(event.currentTarget.value)}
              data-autofocus
            />
            <Group justify="flex-end" gap={8}>
              <Button variant="subtle" size="xs" onClick={() => setEdited(null)}>
                {t("stop")}
              </Button>
              <Button type="submit" size="xs" loading={update.isPending} disabled={!edited.trim()}>
                {t("save")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </li>
  );
}
