-- The access check as a condition: where a caller has no access, the statement fails.
create function peer_admits(client uuid, person uuid, roles text[]) returns boolean
language plpgsql stable as $$
declare
    refused text;
begin
    select refusal into refused from access_refusal(client, person, roles);
    if refused is not null then
        raise exception '%', refused using errcode = 'SA003';
    end if;
    return true;
end
$$;
grant execute on function peer_admits to selfsame_app;
