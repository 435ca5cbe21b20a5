import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import {
  adminLedgerBalances,
  adminLedgerEntry,
  adminListLedgerEntries,
  adminReverseLedgerEntry,
  adminVerifyLedger,
} from "@/api/generated/sdk.gen";
import type { Entry } from "@/api/generated/types.gen";
import { asProblem } from "@/api/problem";
import { useWrite } from "@/api/query";
import { useGo } from "@/app/here";
import { tell } from "@/app/messages";
import { useBookWords } from "./words";

/** Nothing is deleted: an entry is taken back by its opposite, with a reason. */
export function ReverseDialog({ entry, close }: { entry: Entry; close: () => void }) {
  const t = useBookWords();
  const go = useGo();
  const [reason, setReason] = useState("");
  const [isStrict, setStrict] = useState(false);
  const reverse = useWrite(adminReverseLedgerEntry, {
    changes: [adminLedgerEntry, adminListLedgerEntries, adminLedgerBalances, adminVerifyLedger],
    done: (made) => {
      tell(t("isReversed"));
      close();
      go(`/books/entries/${(made as Entry).id}`);
    },
  });
  const lacks = reason.trim() === "";
  return (
    <Modal opened onClose={close} title={t("reverseTitle")} closeButtonProps={{ "aria-label": t("close") }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setStrict(true);
          if (!lacks) reverse.mutate({ path: { entry: entry.id }, body: { reason: reason.trim() } });
        }}
      >
        <Stack>
          <Text size="sm">{t("reverseHelp")}</Text>
          {reverse.error ? (
            <Alert color="red" role="alert">
              {asProblem(reverse.error).title}
            </Alert>
          ) : null}
          <Textarea
            label={t("reason")}
            value={reason}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
            error={isStrict && lacks ? t("reasonNeeded") : null}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("stop")}
            </Button>
            <Button type="submit" loading={reverse.isPending}>
              {t("reverse")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
