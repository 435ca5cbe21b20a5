import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminChangeCustomerEmail } from "@/api/generated/sdk.gen";
import type { StaffCustomer } from "@/api/generated/types.gen";
import { asProblem } from "@/api/problem";
import { useWrite } from "@/api/query";
import { GoLink } from "@/app/here";
import { tell } from "@/app/messages";
import { useCustomerWords } from "./words";

interface DialogProps {
  customer: StaffCustomer;
  changed: () => void;
  close: () => void;
}

/** Another e-mail address, with the reason; says what it ends. */
export function EmailDialog({ customer, changed, close }: DialogProps) {
  const t = useCustomerWords();
  const [email, setEmail] = useState(customer.email);
  const [reason, setReason] = useState("");
  const change = useWrite(adminChangeCustomerEmail, {
    done: () => {
      tell(t("emailChanged"));
      changed();
      close();
    },
  });
  const problem = change.error ? asProblem(change.error) : null;
  const other = problem?.details.customer_id;
  return (
    <Modal opened onClose={close} title={t("changeEmail")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const body = { email: email.trim(), reason: reason.trim() };
          change.mutate({ path: { customer: customer.id }, body, version: customer.version });
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t("changeEmailHelp")}
          </Text>
          {problem ? (
            <Alert color="red" role="alert" title={problem.title}>
              {typeof other === "string" ? (
                <GoLink to={`/customers/${other}`}>{t("openOther")}</GoLink>
              ) : null}
            </Alert>
          ) : null}
          <TextInput
            type="email"
            label={t("email")}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={problem?.fields.email}
            data-autofocus
          />
          <Textarea
            label={t("reason")}
            description={t("emailReason")}
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("stop")}
            </Button>
            <Button
              type="submit"
              loading={change.isPending}
              disabled={!reason.trim() || !email.trim() || email.trim() === customer.email}
            >
              {t("changeEmail")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
