import { Anchor, Text } from "@mantine/core";
import { IconMailExclamation, IconShieldExclamation } from "@tabler/icons-react";
import { useState } from "react";
import { call } from "@/api/call";
import { adminSendMyVerification } from "@/api/generated/sdk.gen";
import { GoLink } from "../here";
import { useMe } from "../may";
import { tell, tellProblem } from "../messages";
import { logOut } from "../session";
import { useShellWords } from "../words.shell";
import classes from "./AccountBanner.module.css";

/** What one's own account still lacks: a confirmed address, a second factor that the company wants. */
export function AccountBanner() {
  const t = useShellWords();
  const { staff, security, company } = useMe();
  const [isSending, setSending] = useState(false);

  async function again(): Promise<void> {
    await logOut(company.slug);
    location.assign(`/console/account/log-in?company=${company.slug}`);
  }

  async function send(): Promise<void> {
    setSending(true);
    try {
      await call(adminSendMyVerification, {});
      tell(t("verifySent"));
    } catch (error) {
      tellProblem(error);
    } finally {
      setSending(false);
    }
  }

  if (security.must_show_factor) {
    return (
      <section className={classes.banner} aria-label={t("person")}>
        <IconShieldExclamation size={18} aria-hidden />
        <Text size="sm">{t("factorHidden")}</Text>
        <Anchor component="button" size="sm" onClick={() => void again()}>
          {t("logOut")}
        </Anchor>
      </section>
    );
  }
  if (!security.email_verified) {
    return (
      <section className={classes.banner} aria-label={t("person")}>
        <IconMailExclamation size={18} aria-hidden />
        <Text size="sm">{t("verifyWanted", { email: staff.email })}</Text>
        <Anchor component="button" size="sm" disabled={isSending} onClick={() => void send()}>
          {t("verifyAgain")}
        </Anchor>
      </section>
    );
  }
  if (security.must_add_factor) {
    return (
      <section className={classes.banner} aria-label={t("person")}>
        <IconShieldExclamation size={18} aria-hidden />
        <Text size="sm">{t("factorWanted")}</Text>
        <GoLink to="/profile" size="sm">
          {t("factorAdd")}
        </GoLink>
      </section>
    );
  }
  return null;
}
