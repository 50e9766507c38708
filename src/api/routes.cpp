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
     "Recommends items; .json or .jsonp"},
    {listener::open, get, "/{solution}/{customer}/{user}/{scenario}", recommend_legacy, "recommend_legacy",
     "Recommends items in the form of the older API; .json or .jsonp. Stores events without an item"},

    // Administration
    {listener::admin, get, "/healthz", health, "healthz", "200 while the process works"},
    {listener::admin, get, "/readyz", ready, "readyz", "200 when all requests can be answered, else 503"},
    {listener::admin, get, "/metrics", show_metrics, "metrics", "Figures in Prometheus' text format"},
    {listener::admin, get, "/admin/customers/{customer}/models", list_models, "list_models",
     "Models with state, input, build time and age"},
    {listener::admin, post, "/admin/customers/{customer}/models/build", build_models, "build_models",
     "Rebuilds the models now; ?wait=true answers when they serve", body_size::form, true},
    {listener::admin, get, "/admin/customers/{customer}/links", show_links, "show_links",
     "Logins that link user ids: their number, and the users that are not linked"},
    {listener::admin, del, "/admin/customers/{customer}/links", undo_link, "undo_link",
     "Undoes the logins from user id `source` to user id `target`", body_size::form, true},
};

}  // namespace

std::span<const route> routes() noexcept { return table; }

}  // namespace footfall::api
