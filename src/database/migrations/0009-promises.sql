-- A check that speaks of several places of the notice says which of them do not hold.

alter table promises.finding add column places text[]; -- of `broken`, in the latest run; null: all of its places

grant update (places) on promises.finding to {{app}};
