import { useQuery } from "@tanstack/react-query";
import { Navigate, Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { asProblem } from "@/api/problem";
import { Failure } from "@/kit/Failure";
import { useAddress, useCompany } from "../here";
import { MeContext } from "../may";
import { Proofs } from "../proof";
import { meIn } from "../session";
import { speakByDefault } from "../words";
import { Shell } from "./Shell";
import { ShellSkeleton } from "./ShellSkeleton";

/** Everything inside one company: who is it, may they, and the frame around the page. */
export function CompanyFrame() {
  const company = useCompany();
  const address = useAddress();
  const me = useQuery(meIn(company));
  const locale = me.data?.staff.locale;
  useEffect(() => speakByDefault(locale), [locale]);

  if (me.error !== null && asProblem(me.error).status === 401) {
    return (
      <Navigate to="/account/log-in" search={{ next: address, company } as never} replace ignoreBlocker />
    );
  }
  if (me.error !== null && me.data === undefined)
    return <Failure error={me.error} again={() => void me.refetch()} />;
  if (me.data === undefined) return <ShellSkeleton />;
  return (
    <MeContext value={me.data}>
      <Shell>
        <Outlet />
      </Shell>
      <Proofs />
    </MeContext>
  );
}
