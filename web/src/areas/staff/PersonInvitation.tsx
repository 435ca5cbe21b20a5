import { Alert, Button, Group, Text } from "@mantine/core";
import {
  adminGetStaff,
  adminListRoles,
  adminListStaff,
  adminResendInvitation,
  adminWithdrawInvitation,
} from "@/api/generated/sdk.gen";
import type { Person } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useGo } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { Explained } from "@/kit/May";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import { useStaffWords } from "./words";

interface PersonInvitationProps {
  person: Person;
  /** Why the reader cannot change it. */
  barrier: string | null;
}

/** The letter that they were sent: how long it is good, sending it again, withdrawing it. */
export function PersonInvitation({ person, barrier }: PersonInvitationProps) {
  const t = useStaffWords();
  const go = useGo();
  const { invitation } = person;
  const path = { staff: person.id };
  const resend = useWrite(adminResendInvitation, {
    changes: [adminGetStaff],
    done: () => tell(t("resent", { email: person.email })),
    failed: tellProblem,
  });
  const withdraw = useWrite(adminWithdrawInvitation, {
    changes: [adminListStaff, adminListRoles],
    done: () => {
      tell(t("withdrawn"));
      go("/staff", { replace: true });
    },
    failed: tellProblem,
  });
  async function ask(): Promise<void> {
    const isSure = await confirm({
      title: t("withdrawTitle", { name: person.name }),
      text: t("withdrawText"),
      action: t("withdraw"),
      danger: true,
    });
    if (isSure) withdraw.mutate({ path });
  }
  return (
    <Section title={t("invitation")}>
      {invitation ? (
        <>
          <Text size="sm">
            {t("invitedBy", { by: invitation.by })}, <When at={invitation.sent_at} />
          </Text>
          {invitation.is_expired ? (
            <Alert color="yellow" mt="xs">
              {t("expired")}
            </Alert>
          ) : (
            <Text size="sm" c="dimmed">
              {t("until")} <When at={invitation.expires_at} />
            </Text>
          )}
        </>
      ) : null}
      <Group gap={8} mt="sm">
        <Explained reason={barrier}>
          <Button
            variant="default"
            size="xs"
            loading={resend.isPending}
            onClick={() => resend.mutate({ path })}
          >
            {t("resend")}
          </Button>
        </Explained>
        <Explained reason={barrier}>
          <Button variant="subtle" color="red" size="xs" onClick={() => void ask()}>
            {t("withdraw")}
          </Button>
        </Explained>
      </Group>
    </Section>
  );
}
