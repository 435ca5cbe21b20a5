import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import {
  adminGetPaymentStatement,
  adminListPaymentStatementLines,
  adminListPaymentStatements,
  adminOpenPaymentDifferences,
  adminResolvePaymentDifference,
} from "@/api/generated/sdk.gen";
import type { StatementLine } from "@/api/generated/types.gen";
import { asProblem } from "@/api/problem";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { Money } from "@/kit/Money";
import { useBookWords } from "../words";

interface ResolveDialogProps {
  statement: string;
  line: StatementLine;
  close: () => void;
}

/** Why a line differs, in a person's words; it is then open no more. */
export function ResolveDialog({ statement, line, close }: ResolveDialogProps) {
  const t = useBookWords();
  const [note, setNote] = useState(line.note);
  const [isStrict, setStrict] = useState(false);
  const resolve = useWrite(adminResolvePaymentDifference, {
    changes: [
      adminGetPaymentStatement,
      adminListPaymentStatementLines,
      adminListPaymentStatements,
      adminOpenPaymentDifferences,
    ],
    done: () => {
      tell(t("resolved"));
      close();
    },
  });
  const lacks = note.trim() === "";
  return (
    <Modal opened onClose={close} title={t("resolveTitle")} closeButtonProps={{ "aria-label": t("close") }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setStrict(true);
          if (!lacks)
            resolve.mutate({ path: { statement, position: line.position }, body: { note: note.trim() } });
        }}
      >
        <Stack>
          <Text size="sm" component="div">
            {t(`kind.${line.kind}`)} · <code>{line.reference || line.parent_reference}</code> ·{" "}
            <Money minor={line.gross_minor} currency={line.currency} />
          </Text>
          {resolve.error ? (
            <Alert color="red" role="alert">
              {asProblem(resolve.error).title}
            </Alert>
          ) : null}
          <Textarea
            label={t("explanation")}
            description={t("resolveHelp")}
            value={note}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
            error={isStrict && lacks ? t("noteNeeded") : null}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("stop")}
            </Button>
            <Button type="submit" loading={resolve.isPending}>
              {t("resolve")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
