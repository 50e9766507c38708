#include "footfall/api/routes.hpp"

#include "api/endpoints.hpp"
#include "api/richrelevance/endpoints.hpp"
#include "api/short_paths.hpp"

namespace footfall::api {
namespace {

using enum http::method;
using enum http::work;

constexpr const auto* tracking = &tracking_family;
constexpr const auto* recommendation = &recommendation_family;
constexpr const auto* pages = &richrelevance_family;
constexpr const auto* content = &content_family;
constexpr const auto* admin = &admin_family;

constexpr route table[] = {
    // RichRelevance (protocol part R). Before what has placeholders; who asks is in the parameters.
    {pages, get, "/rrserver/api/rrPlatform/recsForPlacements", richrelevance::recs_for_placements,
     "recs_for_placements", "Stores what a page shows, answers with its boxes", access::anybody,
     body_kind::none, at_once, nullptr, richrelevance::recs_for_placements_waits},
    {pages, post, "/rrserver/api/rrPlatform/recsForPlacements", richrelevance::recs_for_placements,
     "recs_for_placements", "The same with the parameters in a form", access::anybody, body_kind::form,
     archive},
    {pages, options, "/rrserver/api/rrPlatform/recsForPlacements", richrelevance::page_options,
     "page_options", "Says that pages of all origins may ask"},
    {pages, post, "/rrserver/api/rrPlatform/recsForPlacementsContext",
     richrelevance::recs_for_placements_context, "recs_for_placements_context",
     "The same with what single placements want as JSON", access::anybody, body_kind::form, archive},
    {pages, options, "/rrserver/api/rrPlatform/recsForPlacementsContext", richrelevance::page_options,
     "page_options", "Says that pages of all origins may ask"},
    {pages, get, "/rrserver/api/rrPlatform/recsUsingStrategy", richrelevance::recs_using_strategy,
     "recs_using_strategy", "Products of one strategy; stores nothing", access::anybody, body_kind::none,
     at_once, nullptr, richrelevance::recs_using_strategy_waits},
    {pages, get, "/rrserver/api/rrPlatform/getProducts", richrelevance::get_products, "get_products",
     "What the catalogue says of products"},
    {pages, get, "/rrserver/api/user/preference", richrelevance::set_preference, "set_preference",
     "Stores what a user likes or never wants to see again"},
    {pages, post, "/rrserver/api/user/preference", richrelevance::set_preference, "set_preference",
     "The same with the parameters in a form", access::anybody, body_kind::form},
    {pages, get, "/rrserver/api/user/preference/{user}", richrelevance::show_preferences, "show_preferences",
     "What a user likes and never wants to see again"},
    {pages, get, "/userProfile/api/v1/service/userProfile/{apikey}/{user}", richrelevance::show_user_profile,
     "user_profile", "What is known of a user, for the shop with its licence", access::anybody,
     body_kind::none, archive},
    {pages, get, "/rrserver/apiclick", richrelevance::click_recommended, "click_recommended",
     "Counts a click on a recommended product and leads on to it"},

    // Search (protocol part E), and scenarios as people edit them (part J3): before what has placeholders
    {recommendation, get, "/{solution}/v4/search/{customer}/get_suggestions.jsonp", get_suggestions,
     "get_suggestions", "Items, categories and vendors for what somebody has typed so far",
     access::recommendation},
    {content, get, "/{solution}/v3/{customer}/structure/get_scenario_list", list_scenarios, "list_scenarios",
     "Scenarios of a customer, and whether their models have something to say", access::license},
    {content, get, "/{solution}/v3/{customer}/structure/get_library_scenario_list", list_library_scenarios,
     "list_library_scenarios", "The built-in scenarios", access::license},
    {content, get, "/{solution}/v3/{customer}/structure/get_scenario/{scenario}", show_scenario,
     "show_scenario", "A scenario as JSON, as the configuration file would have it", access::license},
    {content, post, "/{solution}/v3/{customer}/structure/create_scenario", create_scenario, "create_scenario",
     "Stores a scenario with an id that no other has", access::license, body_kind::form, disk},
    {content, post, "/{solution}/v3/{customer}/structure/update_scenario", update_scenario, "update_scenario",
     "Stores a scenario in the place of the one with its id", access::license, body_kind::form, disk},
    {content, post, "/{solution}/v3/{customer}/structure/copy_library_scenario/{scenario}",
     copy_library_scenario, "copy_library_scenario",
     "Stores a built-in scenario under the id `referenceCode`", access::license, body_kind::form, disk},
    {content, del, "/{solution}/v3/{customer}/structure/delete_scenario/{scenario}", delete_scenario,
     "delete_scenario", "Takes a stored scenario back; a built-in one of its id is there again",
     access::license, body_kind::none, disk},

    // Tracking (protocol part B)
    {tracking, get, "/{solution}/{customer}/{event}/{user}/{itemtype}/{item}", track, "track",
     "Stores an event, answers a transparent image of one pixel", access::tracking, body_kind::form},
    {tracking, post, "/{solution}/{customer}/{event}/{user}/{itemtype}/{item}", track, "track",
     "Stores an event, answers 204", access::tracking, body_kind::form},
    {tracking, get, "/{event}/{user}/{itemtype}/{item}", track_short_link, "track",
     "Stores an event of the only customer", access::tracking, body_kind::form, at_once, is_short_link,
     nullptr, true},
    {tracking, post, "/{event}/{user}/{itemtype}/{item}", track_short_link, "track",
     "Stores an event of the only customer", access::tracking, body_kind::form, at_once, is_short_link,
     nullptr, true},
    {tracking, get, "/{solution}/{customer}/{event}/{user}", track, "track",
     "Stores an event of a user without an item", access::tracking, body_kind::form, at_once,
     is_event_of_user},
    // A source of attributes of users (protocol part G); the path looks like that of an event of a user
    {content, post, "/{solution}/{customer}/{source}/user", put_users, "put_users",
     "Stores what a source says of users, XML or JSON, all or none", access::license, body_kind::bulk, disk,
     is_about_user},
    {tracking, post, "/{solution}/{customer}/{event}/{user}", track, "track",
     "Stores an event of a user without an item", access::tracking, body_kind::form},
    {&events_family, post, "/{solution}/{customer}/events", import_events, "import_events",
     "Stores many events, one JSON object a line", access::license, body_kind::bulk, disk},

    // Recommendations (protocol parts C and D)
    {recommendation, get, "/{solution}/v2/{customer}/{user}/{scenario}", recommend_v2, "recommend_v2",
     "Recommends items; .json or .jsonp", access::recommendation, body_kind::none, at_once, nullptr,
     recommend_v2_waits},
    // Of four segments, like those of the older recommendations below
    {content, get, "/{solution}/{customer}/item/schema.xsd", show_item_schema, "item_schema",
     "The XML Schema of items"},
    {content, get, "/{solution}/{customer}/item/schema.json", show_item_json_schema, "item_json_schema",
     "The JSON Schema of items"},
    {content, get, "/{solution}/{customer}/item/upload", upload_items, "upload_items",
     "Has items fetched from an address", access::license, body_kind::none, disk},
    {recommendation, get, "/{solution}/{customer}/{user}/{scenario}", recommend_legacy, "recommend_legacy",
     "Recommends items in the form of the older API; .json, .jsonp or .xml", access::recommendation,
     body_kind::none, at_once, nullptr, recommend_legacy_waits},
    {recommendation, get, "/{solution}/recommendation/{customer}/{user}/{scenario}", recommend_oldest,
     "recommend_oldest", "The same in the oldest form of the path", access::recommendation, body_kind::none,
     at_once, nullptr, recommend_v2_waits},
    {recommendation, get, "/{solution}/{customer}/{scenario}", recommend_to_nobody, "recommend_to_nobody",
     "The same for nobody in particular", access::recommendation, body_kind::none, at_once,
     is_recommendation_to_nobody},
    {recommendation, post, "/{solution}/v2/{customer}/{user}/rerank.json", rerank, "rerank",
     "Puts a list of items into the order in which the user likes them", access::recommendation,
     body_kind::form, archive},

    // Content (protocol part F): behind recommendations, too
    {content, post, "/{solution}/{customer}/item", put_items, "put_items",
     "Stores items, XML or JSON, all or none", access::license, body_kind::bulk, disk},
    {content, post, "/{solution}/{customer}/items", announce_exports, "announce_exports",
     "Exports of a content server wait to be fetched, or items to be removed", access::license,
     body_kind::bulk, disk},
    {content, post, "/{solution}/{customer}/transferitems", transfer_items, "transfer_items",
     "What is known of items is that of others from now on, XML or JSON, all or none", access::license,
     body_kind::bulk, disk},
    {content, get, "/{solution}/{customer}/item/{itemtype}/{item}", show_item_data, "show_item_data",
     "An item as XML or JSON", access::license},
    {content, put, "/{solution}/{customer}/item/{itemtype}/{item}", put_item, "put_item",
     "Stores one item, JSON", access::license, body_kind::bulk, disk},
    {content, patch, "/{solution}/{customer}/item/{itemtype}/{item}", change_item, "change_item",
     "Changes single members of an item: its price, its stock, whether it is shown", access::license,
     body_kind::form, disk},
    {content, del, "/{solution}/{customer}/item/{itemtype}/{item}", remove_item, "remove_item",
     "Removes an item, or its texts in one language", access::license, body_kind::none, disk},

    {content, get, "/{solution}/{customer}/user/{user}/export", export_user, "export_user",
     "All that is known of a user", access::license, body_kind::none, archive},
    {content, get, "/{solution}/{customer}/{source}/user/{users}", show_users, "show_users",
     "What a source says of users, or all sources", access::license, body_kind::none, at_once, is_about_user},
    {content, del, "/{solution}/{customer}/user/{users}", remove_users, "remove_users",
     "Forgets all that is known of users, who are not tracked any more", access::license, body_kind::none,
     disk},

    // Logins: behind recommendations, whose paths have `v2` where these have a customer
    {tracking, get, "/{solution}/{customer}/{event}/{source}/{target}", track, "track",
     "Stores a login, or nothing: `rendered` with an empty list", access::tracking, body_kind::form},
    {tracking, post, "/{solution}/{customer}/{event}/{source}/{target}", track, "track",
     "Stores a login, or nothing: `rendered` with an empty list", access::tracking, body_kind::form},

    // Administration
    {admin, get, "/", show_index, "index", "What there is on this listener", access::admin},
    {admin, get, "/healthz", health, "healthz", "200 while the process works, else 503; ?verbose says more"},
    {admin, get, "/readyz", ready, "readyz", "200 when all requests can be answered, else 503"},
    {admin, get, "/metrics", show_metrics, "metrics", "Figures in Prometheus' text format", access::admin},
    {admin, get, "/admin/tasks", list_tasks, "list_tasks",
     "Work in the background: state, last run, duration and last failure", access::admin},
    {admin, post, "/admin/clock/accept", accept_clock, "accept_clock",
     "The wall clock is right although it has leapt: what ages goes by it again", access::admin_change},
    {admin, get, "/openapi.yaml", show_openapi, "openapi", "This interface as OpenAPI 3.1", access::admin},
    {admin, get, "/admin/customers/{customer}/models", list_models, "list_models",
     "Models with state, input, build time and age", access::admin},
    {admin, post, "/admin/customers/{customer}/models/build", build_models, "build_models",
     "Rebuilds the models now; ?wait=true answers when they serve", access::admin_change, body_kind::form,
     build},
    {admin, get, "/admin/customers/{customer}/events/recent", list_recent_events, "recent_events",
     "The last tracking requests and what became of them, without user ids", access::admin},
    {admin, post, "/admin/customers/{customer}/events/explain", explain_event, "explain_event",
     "Says step by step what would become of a tracking URL; stores nothing", access::admin, body_kind::form},
    {admin, get, "/admin/customers/{customer}/opt-outs/{user}", show_opt_out, "show_opt_out",
     "Whether the user has opted out of tracking", access::admin},
    {admin, post, "/admin/customers/{customer}/opt-outs/{user}", add_opt_out, "add_opt_out",
     "From now on nothing of the user is stored", access::admin_change},
    {admin, del, "/admin/customers/{customer}/opt-outs/{user}", remove_opt_out, "remove_opt_out",
     "The user may be tracked again", access::admin_change},
    {admin, del, "/admin/customers/{customer}/users/{user}", forget_user, "forget_user",
     "Forgets all that is known of the user, who is not tracked any more", access::admin_change,
     body_kind::none, disk},
    {admin, get, "/admin/customers/{customer}/erasures/{receipt}", show_erasure, "show_erasure",
     "How far the forgetting of a user has come, by the receipt of it", access::admin, body_kind::none, disk},
    {admin, get, "/admin/customers/{customer}/links", show_links, "show_links",
     "Logins that link user ids: their number, and the users that are not linked", access::admin},
    {admin, del, "/admin/customers/{customer}/links", undo_link, "undo_link",
     "Undoes the logins from user id `source` to user id `target`", access::admin_change, body_kind::form,
     disk},
    {admin, post, "/admin/customers/{customer}/links/allow", allow_user, "allow_user",
     "Lets a user that was taken for a shared one be linked again", access::admin_change, body_kind::form,
     disk},
    {admin, get, "/admin/customers/{customer}/feeds", list_feeds, "list_feeds",
     "The feeds of the customer: their runs, what was refused of them, when they are pulled next",
     access::admin},
    {admin, post, "/admin/customers/{customer}/feeds/pull", pull_feeds, "pull_feeds",
     "Pulls the feeds now; ?allow_shrink=true takes them however few items they have", access::admin_change},
    {admin, get, "/admin/customers/{customer}/quality", show_quality, "show_quality",
     "How complete the catalogue is, and which share of what pages track it knows", access::admin,
     body_kind::none, disk},
    {admin, get, "/admin/customers/{customer}/items/{itemtype}/{item}", show_item, "show_item",
     "What is known of an item: viewers, categories, the largest rating of its type", access::admin},
};

}  // namespace

std::span<const route> routes() noexcept { return table; }

}  // namespace footfall::api
