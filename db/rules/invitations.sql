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

-- Return from when on the role of an invitation is none by what was said of it later than the invitation, null where
-- that leaves it alone: until when it was given since, or when it was taken away since and not given again. It was said
-- of whoever accepts, or of a user with the address that was invited, by another name.
create or replace function invited_role_ends_at(invited uuid, taker uuid) returns timestamptz
language sql stable as $$
    with meant as (
        select it.organisation_id, it.client_id, it.role, it.inserted_at as since, users.id as concerned
          from invitations it, users
         where it.id = invited and (users.id = taker or lower(users.email) = lower(it.email)))
    select min(ends_at)
      from (select held.expires_at as ends_at
              from meant
              join role_grants held on held.user_id = concerned and held.updated_at > since
                   and (held.client_id, held.role, held.organisation_id)
                       = (meant.client_id, meant.role, meant.organisation_id)
            union all
            select entry.inserted_at
              from meant
              join audit_log entry on entry.resource = 'role_grant' and entry.inserted_at > since
                   and entry.changeset = '{}' and (entry.previous ->> 'user_id')::uuid = concerned
                   and ((entry.previous ->> 'client_id')::uuid, entry.previous ->> 'role',
                        (entry.previous ->> 'organisation_id')::uuid)
                       = (meant.client_id, meant.role, meant.organisation_id)
             where not exists (select from role_grants held
                                where held.user_id = concerned
                                  and (held.client_id, held.role, held.organisation_id)
                                      = (meant.client_id, meant.role, meant.organisation_id))) said
$$;
