import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/call";
import { verifyEmail } from "@/api/generated/sdk.gen";
import { asProblem } from "@/api/problem";
import { PlainLink } from "@/app/here";
import { refreshMe } from "@/app/session";
import { Door } from "./Door";
import { tokenHere, useSaid } from "./send";
import { useAccountWords } from "./words";

/** What the link of a letter leads to: the address is confirmed as soon as the page is shown. */
export default function VerifyPage() {
  const t = useAccountWords();
  const say = useSaid();
  const [token] = useState(tokenHere);
  const done = useQuery({
    queryKey: ["verification", token],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
    queryFn: async () => {
      const { company } = await call(verifyEmail, { body: { token: token || "-" } });
      await refreshMe();
      return company;
    },
  });
  if (done.error) {
    return (
      <Door title={t("verifyFailed")} complaint={say(asProblem(done.error))}>
        <Button component={PlainLink} to="/account/log-in" fullWidth size="md" variant="default">
          {t("verifyToConsole")}
        </Button>
      </Door>
    );
  }
  if (done.data === undefined) {
    return (
      <Door title={t("verifying")}>
        <Loader size="sm" role="status" aria-label={t("verifying")} />
      </Door>
    );
  }
  return (
    <Door title={t("verified")} about={t("verifiedAbout")}>
      <Button component="a" href={`/console/${done.data}`} fullWidth size="md">
        {t("verifyToConsole")}
      </Button>
    </Door>
  );
}
