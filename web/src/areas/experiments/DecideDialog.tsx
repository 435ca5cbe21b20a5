import { Alert, Button, Checkbox, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { adminDecideExperiment, adminGetExperiment, adminListExperiments } from "@/api/generated/sdk.gen";
import type { Experiment } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { useKitWords } from "@/kit/words";
import { useExperimentWords } from "./words";

interface DecideDialogProps {
  experiment: Experiment;
  close: () => void;
}

const NOBODY = "none";

/** What follows from a stopped experiment, and why. */
export function DecideDialog({ experiment, close }: DecideDialogProps) {
  const t = useExperimentWords();
  const kit = useKitWords();
  const [winner, setWinner] = useState(NOBODY);
  const [decision, setDecision] = useState("");
  const [adopt, setAdopt] = useState(false);
  const decide = useWrite(adminDecideExperiment, {
    changes: [adminGetExperiment, adminListExperiments],
    done: () => {
      tell(t("didDecide"));
      close();
    },
  });
  const chosen = experiment.variants.find((variant) => variant.id === winner);
  const hasLists = chosen !== undefined && chosen.price_list_ids.length > 0;
  return (
    <Modal opened onClose={close} title={t("decideTitle")}>
      <Stack>
        {decide.error ? <Alert color="red">{decide.error.message}</Alert> : null}
        <Select
          label={t("winner")}
          allowDeselect={false}
          data={[
            { value: NOBODY, label: t("nobody") },
            ...experiment.variants.map((variant) => ({ value: variant.id, label: variant.name })),
          ]}
          value={winner}
          onChange={(value) => setWinner(value ?? NOBODY)}
        />
        {hasLists ? (
          <Checkbox
            label={t("adopt")}
            description={t("adoptHelp")}
            checked={adopt}
            onChange={(event) => setAdopt(event.currentTarget.checked)}
          />
        ) : chosen && chosen !== experiment.variants[0] ? (
          <Text size="sm" c="dimmed">
            {t("byHand")}
          </Text>
        ) : null}
        <Textarea
          label={t("decision")}
          description={t("decisionHelp")}
          autosize
          minRows={2}
          maxLength={2000}
          value={decision}
          onChange={(event) => setDecision(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {kit("cancel")}
          </Button>
          <Button
            loading={decide.isPending}
            onClick={() =>
              decide.mutate({
                path: { experiment: experiment.id },
                body: {
                  winner_id: winner === NOBODY ? null : winner,
                  decision,
                  adopt: hasLists && adopt,
                },
              })
            }
          >
            {t("decide")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
