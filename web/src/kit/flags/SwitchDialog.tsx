import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import {
  controlGetFlag,
  controlGetTenantFeatures,
  controlListFlagHistory,
  controlListFlagSwitches,
  controlListFlags,
  controlSwitchFeature,
} from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { wordOf } from "@/app/words";
import { usePlanWords } from "../plan/words";
import { useFlagWords } from "./words";

/** A company's own switch: on, off, or none. */
export type Own = "on" | "off" | "none";

const VALUES = { on: true, off: false, none: null } as const;

interface SwitchDialogProps {
  tenant: string;
  company: string;
  feature: string;
  own: Own;
  close: () => void;
}

/** Asks why, says what follows, and switches a feature for one company. */
export function SwitchDialog({ tenant, company, feature, own, close }: SwitchDialogProps) {
  const t = useFlagWords();
  const p = usePlanWords();
  const [note, setNote] = useState("");
  const change = useWrite(controlSwitchFeature, {
    changes: [
      controlGetTenantFeatures,
      controlGetFlag,
      controlListFlags,
      controlListFlagSwitches,
      controlListFlagHistory,
    ],
    done: () => {
      tell(t("switched"));
      close();
    },
    failed: tellProblem,
  });
  return (
    <Modal
      opened
      onClose={close}
      title={t("change", { feature: wordOf(p, "feature", feature), company })}
      closeButtonProps={{ "aria-label": t("cancel") }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation(); // of the form that the dialog was opened from
          change.mutate({ tenant, path: { feature }, body: { is_on: VALUES[own], note } });
        }}
      >
        <Stack>
          <Text size="sm">{t(`change_${own}`)}</Text>
          <TextInput
            label={t("note")}
            maxLength={500}
            value={note}
            data-autofocus
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={change.isPending}>
              {t(`confirm_${own}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
