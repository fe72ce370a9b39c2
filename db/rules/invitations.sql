-- Who may invite users to an organisation (rule R13).

-- Return for how many seconds somebody who invites has to wait, or null: whoever made as many invitations within a day
-- as are allowed, in all or to one address. One after the other, so that none is counted late.
create or replace function wait_of_inviter(inviter uuid, address text, most integer, most_of_address integer)
returns integer language plpgsql as $$
begin
    perform pg_advisory_xact_lock({{lock_of_failed_attempts}}, hashtext('invitations ' || inviter));
    return (
        select max(greatest(1, ceil(extract(epoch from inserted_at + interval '1 day' - now()))))::integer
          from ((select inserted_at from invitations
                  where invited_by = inviter and inserted_at > now() - interval '1 day'
                  order by inserted_at desc offset most - 1 limit 1)
                union all
                (select inserted_at from invitations
                  where invited_by = inviter and inserted_at > now() - interval '1 day'
                    and lower(email) = lower(address)
                  order by inserted_at desc offset most_of_address - 1 limit 1)) surplus);
end
$$;

-- Return whether somebody could still invite to an organisation, through whichever client: an invitation is
-- worth no more than the word of whoever made it.
create or replace function may_still_invite(inviter uuid, organisation uuid) returns boolean
language sql stable as $$
    select exists (
        select from live_grants
          join users on users.id = user_id and not is_blocked and deleted_at is null
         where user_id = inviter
           and (role = 'ADMIN'
                or role = 'STEWARD'
                   and (organisation_id is null
                        or is_at_or_below(organisation, array[organisation_id]))))
$$;
