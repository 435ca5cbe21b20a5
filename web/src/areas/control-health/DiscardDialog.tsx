import { useState } from "react";
import { controlDiscardDeadLetters, controlListDeadLetters } from "@/api/generated/sdk.gen";
import type { DeadLetter } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { ReasonDialog } from "@/kit/ReasonDialog";
import { useControlHealthWords } from "./words";

const LEAST = 3;

interface DiscardDialogProps {
  kind: DeadLetter["kind"];
  letters: readonly string[];
  close: () => void;
}

/** Letters that nobody needs, with a reason. */
export function DiscardDialog({ kind, letters, close }: DiscardDialogProps) {
  const t = useControlHealthWords();
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
    <ReasonDialog
      title={t("discardTitle", { count: letters.length })}
      label={t("reason")}
      help={t("reasonHelp")}
      submit={t("discard")}
      color="red"
      least={LEAST}
      complaint={complaint}
      isRunning={discard.isPending}
      onSubmit={(reason) => discard.mutate({ path: { kind }, body: { letters: [...letters], reason } })}
      close={close}
    />
  );
}
