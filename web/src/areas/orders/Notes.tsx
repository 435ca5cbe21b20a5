import { ActionIcon, Button, Group, Stack, Text, Textarea, Tooltip } from "@mantine/core";
import { IconPencil, IconPin, IconPinFilled, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminAddOrderNote,
  adminChangeOrderNote,
  adminDeleteOrderNote,
  adminGetOrder,
  adminListOrders,
} from "@/api/generated/sdk.gen";
import type { InternalNote, OrderDetail } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useKeys } from "@/app/keys";
import { tell, tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import { useKitWords } from "@/kit/words";
import classes from "./orders.module.css";
import { actionOf } from "./states";
import { useOrderWords } from "./words";

const CHANGES = [adminGetOrder, adminListOrders];

/** What the team tells the next person; the buyer's own message stands above. */
export function Notes({ order }: { order: OrderDetail }) {
  const t = useOrderWords();
  const [text, setText] = useState("");
  const mayWrite = actionOf(order, "note")?.is_allowed ?? false;
  const add = useWrite(adminAddOrderNote, { changes: CHANGES, done: () => setText(""), failed: tellProblem });
  useKeys([
    {
      keys: "n",
      label: t("addNote"),
      disabled: !mayWrite,
      run: () => document.getElementById("new-note")?.focus(),
    },
  ]);
  return (
    <Section title={t("notes")}>
      <Stack gap={10}>
        {order.note ? (
          <div className={classes.noteCard}>
            <Text size="xs" c="dimmed">
              {t("buyerNote")}
            </Text>
            <Text size="sm" className={classes.text}>
              {order.note}
            </Text>
          </div>
        ) : null}
        {order.notes.map((note) => (
          <One key={note.id} note={note} order={order} mayWrite={mayWrite} />
        ))}
        {order.notes.length === 0 ? (
          <Text size="xs" c="dimmed">
            {t("noNotes")}
          </Text>
        ) : null}
        {mayWrite ? (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (text.trim()) add.mutate({ path: { order: order.id }, body: { body: text.trim() } });
            }}
          >
            <Textarea
              id="new-note"
              aria-label={t("addNote")}
              placeholder={t("notePlaceholder")}
              value={text}
              autosize
              minRows={1}
              maxRows={8}
              maxLength={4000}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            {text.trim() ? (
              <Button type="submit" size="xs" mt={8} loading={add.isPending}>
                {t("saveNote")}
              </Button>
            ) : null}
          </form>
        ) : null}
      </Stack>
    </Section>
  );
}

interface OneProps {
  note: InternalNote;
  order: OrderDetail;
  mayWrite: boolean;
}

function One({ note, order, mayWrite }: OneProps) {
  const t = useOrderWords();
  const kit = useKitWords();
  const [typed, setTyped] = useState<string | null>(null);
  const path = { order: order.id, note: note.id };
  const change = useWrite(adminChangeOrderNote, {
    changes: CHANGES,
    done: () => setTyped(null),
    failed: tellProblem,
  });
  const again = useWrite(adminAddOrderNote, { changes: CHANGES, failed: tellProblem });
  const remove = useWrite(adminDeleteOrderNote, {
    changes: CHANGES,
    done: () =>
      tell(t("at_noted_deleted"), {
        undo: () =>
          again.mutate({
            path: { order: order.id },
            body: { body: note.body, is_pinned: note.is_pinned },
          }),
      }),
    failed: tellProblem,
  });
  const pin = note.is_pinned ? t("unpin") : t("pin");
  return (
    <article className={classes.noteCard} data-pinned={note.is_pinned}>
      <Group justify="space-between" gap={4} wrap="nowrap">
        <Text size="xs" c="dimmed" truncate>
          {note.author_name || t("bySystem")} · <When at={note.created_at} timeZone={order.store.timezone} />
        </Text>
        {mayWrite ? (
          <Group gap={0} wrap="nowrap">
            <Tooltip label={pin}>
              <ActionIcon
                size={26}
                variant="subtle"
                color="gray"
                aria-label={pin}
                onClick={() => change.mutate({ path, body: { is_pinned: !note.is_pinned } })}
              >
                {note.is_pinned ? <IconPinFilled size={14} /> : <IconPin size={14} />}
              </ActionIcon>
            </Tooltip>
            {note.is_own ? (
              <>
                <ActionIcon
                  size={26}
                  variant="subtle"
                  color="gray"
                  aria-label={t("edit")}
                  onClick={() => setTyped(note.body)}
                >
                  <IconPencil size={14} />
                </ActionIcon>
                <ActionIcon
                  size={26}
                  variant="subtle"
                  color="gray"
                  aria-label={t("remove")}
                  onClick={() => remove.mutate({ path })}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              </>
            ) : null}
          </Group>
        ) : null}
      </Group>
      {typed === null ? (
        <Text size="sm" className={classes.text}>
          {note.body}
        </Text>
      ) : (
        <Stack gap={8}>
          <Textarea
            aria-label={t("edit")}
            value={typed}
            autosize
            maxLength={4000}
            data-autofocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group gap={8}>
            <Button
              size="xs"
              loading={change.isPending}
              disabled={typed.trim() === ""}
              onClick={() => change.mutate({ path, body: { body: typed.trim() } })}
            >
              {t("saveNote")}
            </Button>
            <Button size="xs" variant="default" onClick={() => setTyped(null)}>
              {kit("cancel")}
            </Button>
          </Group>
        </Stack>
      )}
    </article>
  );
}
