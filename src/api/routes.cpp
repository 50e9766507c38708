#include "footfall/api/routes.hpp"

#include "endpoints.hpp"

namespace footfall::api {
namespace {

using enum http::method;

constexpr route table[] = {
    // Tracking (protocol part B)
    {listener::open, get, "/{solution}/{customer}/{event}/{user}/{itemtype}/{item}", track, "track",
     "Stores an event, answers a transparent image of one pixel"},
    {listener::open, post, "/{solution}/{customer}/{event}/{user}/{itemtype}/{item}", track, "track",
     "Stores an event, answers 204"},
    {listener::open, get, "/{solution}/{customer}/{event}/{source}/{target}", track, "track",
     "Stores a login, or nothing: `rendered` with an empty list"},
    {listener::open, post, "/{solution}/{customer}/{event}/{source}/{target}", track, "track",
     "Stores a login, or nothing: `rendered` with an empty list"},
    // By GET this is the path of older recommendations, too: they are asked first.
    {listener::open, post, "/{solution}/{customer}/{event}/{user}", track, "track",
     "Stores an event of a user without an item"},
    {listener::open, post, "/{solution}/{customer}/events", import_events, "import_events",
     "Stores many events, one JSON object a line", body_size::bulk, true},

    // Recommendations (protocol parts C and D)
    {listener::open, get, "/{solution}/v2/{customer}/{user}/{scenario}", recommend_v2, "recommend_v2",
     "Recommends items; .json or .jsonp", body_size::form, false, recommend_v2_waits},
    {listener::open, get, "/{solution}/{customer}/{user}/{scenario}", recommend_legacy, "recommend_legacy",
     "Recommends items in the form of the older API; .json, .jsonp or .xml. Stores events without an item",
     body_size::form, false, recommend_legacy_waits},
    {listener::open, get, "/{solution}/recommendation/{customer}/{user}/{scenario}", recommend_oldest,
     "recommend_oldest", "The same in the oldest form of the path", body_size::form, false,
     recommend_v2_waits},
    {listener::open, get, "/{solution}/{customer}/{scenario}", recommend_to_nobody, "recommend_to_nobody",
     "The same for nobody in particular"},
    {listener::open, post, "/{solution}/v2/{customer}/{user}/rerank.json", rerank, "rerank",
     "Puts a list of items into the order in which the user likes them", body_size::form, true},

    // Administration
    {listener::admin, get, "/healthz", health, "healthz", "200 while the process works"},
    {listener::admin, get, "/readyz", ready, "readyz", "200 when all requests can be answered, else 503"},
    {listener::admin, get, "/metrics", show_metrics, "metrics", "Figures in Prometheus' text format"},
    {listener::admin, get, "/openapi.yaml", show_openapi, "openapi", "This interface as OpenAPI 3.1"},
    {listener::admin, get, "/admin/customers/{customer}/models", list_models, "list_models",
     "Models with state, input, build time and age"},
    {listener::admin, post, "/admin/customers/{customer}/models/build", build_models, "build_models",
     "Rebuilds the models now; ?wait=true answers when they serve", body_size::form, true},
    {listener::admin, get, "/admin/customers/{customer}/events/recent", list_recent_events, "recent_events",
     "The last tracking requests and what became of them, without user ids"},
    {listener::admin, post, "/admin/customers/{customer}/events/explain", explain_event, "explain_event",
     "Says step by step what would become of a tracking URL; stores nothing"},
    {listener::admin, get, "/admin/customers/{customer}/opt-outs/{user}", show_opt_out, "show_opt_out",
     "Whether the user has opted out of tracking"},
    {listener::admin, post, "/admin/customers/{customer}/opt-outs/{user}", add_opt_out, "add_opt_out",
     "From now on nothing of the user is stored"},
    {listener::admin, del, "/admin/customers/{customer}/opt-outs/{user}", remove_opt_out, "remove_opt_out",
     "The user may be tracked again"},
    {listener::admin, del, "/admin/customers/{customer}/users/{user}", forget_user, "forget_user",
     "Forgets all that is known of the user, who is not tracked any more"},
    {listener::admin, get, "/admin/customers/{customer}/links", show_links, "show_links",
     "Logins that link user ids: their number, and the users that are not linked"},
    {listener::admin, del, "/admin/customers/{customer}/links", undo_link, "undo_link",
     "Undoes the logins from user id `source` to user id `target`", body_size::form, true},
    {listener::admin, post, "/admin/customers/{customer}/links/allow", allow_user, "allow_user",
     "Lets a user that was taken for a shared one be linked again", body_size::form, true},
    {listener::admin, get, "/admin/customers/{customer}/items/{itemtype}/{item}", show_item, "show_item",
     "What is known of an item: viewers, categories, the largest rating of its type"},
};

}  // namespace

std::span<const route> routes() noexcept { return table; }

}  // namespace footfall::api
