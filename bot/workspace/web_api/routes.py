"""Which function answers which method. The table in `methods` says what each of them demands."""

from collections.abc import Callable, Mapping

from bot.workspace.shapes import Json
from bot.workspace.web_api import apps, chat, conversations, files, users, views
from bot.workspace.web_api.call import Call

ROUTES: Mapping[str, Callable[[Call], Json]] = {
    "api.test": apps.api_test,
    "apps.connections.open": apps.connections_open,
    "auth.test": apps.auth_test,
    "bots.info": apps.bots_info,
    "chat.delete": chat.delete,
    "chat.getPermalink": chat.get_permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.join": conversations.join,
    "conversations.list": conversations.list_,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_,
    "conversations.replies": conversations.replies,
    "files.completeUploadExternal": files.complete_upload,
    "files.delete": files.delete,
    "files.getUploadURLExternal": files.get_upload_url,
    "files.info": files.info,
    "reactions.add": chat.add_reaction,
    "team.info": apps.team_info,
    "team.profile.get": users.get_team_profile,
    "usergroups.list": users.list_groups,
    "usergroups.users.list": users.list_group_users,
    "users.conversations": conversations.of_user,
    "users.info": users.info,
    "users.list": users.list_,
    "users.lookupByEmail": users.lookup_by_email,
    "users.profile.get": users.get_profile,
    "views.open": views.open_,
    "views.publish": views.publish,
    "views.push": views.push,
    "views.update": views.update,
}
