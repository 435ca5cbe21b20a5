import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { controlDiscardDeadLetters, controlListDeadLetters } from "@/api/generated/sdk.gen";
import type { DeadLetter } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { useControlHealthWords } from "./words";

interface DiscardDialogProps {
  kind: DeadLetter["kind"];
  letters: readonly string[];
  close: () => void;
}

export function DiscardDialog({ kind, letters, close }: DiscardDialogProps) {
  const t = useControlHealthWords();
  const [reason, setReason] = useState("");
  const [complaint, setComplaint] = useState<string | null>(null);
  const discard = useWrite(controlDiscardDeadLetters, {
    changes: [controlListDeadLetters],
    done: (moved) => {
      tell(t("discarded", { count: moved.count }));
      close();
    },
    failed: (problem) => setComplaint(problem.title),
  });
  return (
    <Modal opened onClose={close} title={t("discardTitle", { count: letters.length })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          discard.mutate({ path: { kind }, body: { letters: [...letters], reason: reason.trim() } });
        }}
      >
        <Stack>
          <Textarea
            label={t("reason")}
            description={t("reasonHelp")}
            value={reason}
            maxLength={500}
            autosize
            required
            data-autofocus
            error={complaint}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" color="red" loading={discard.isPending} disabled={reason.trim().length < 3}>
              {t("discard")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
