// Tracking URLs: `/{solution}/{customer}/{event}/{user}/{itemtype}/{item}` (protocol part B).
#include "endpoints.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/number.hpp"
#include "read_tracking.hpp"
#include "receipts.hpp"
#include "request_parts.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace footfall::api {
namespace {

// A transparent image of one pixel, so that image tags do not fire `onerror`.
constexpr std::string_view transparent_gif{
    "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    "\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00;",
    43};

constexpr std::size_t shape_segments = 6;  // of a full tracking URL

bool has_form(const http::request& question) {
  const auto type = question.field("Content-Type");
  return text::equal_without_case(type.substr(0, type.find(';')), "application/x-www-form-urlencoded");
}

/// The parameters of the query, then those of a form body: of a repeated one the first counts.
result<void> collect_parameters(const http::request& question, http::target& form,
                                std::vector<events::name_value>& parameters) {
  parameters.clear();
  for (const auto& [name, value] : question.target.parameters()) parameters.push_back({name, value});
  if (question.body.empty() || !has_form(question)) return {};
  if (auto read = form.assign("/"); !read) return read;
  if (auto read = form.add_form(question.body); !read) return read;
  for (const auto& [name, value] : form.parameters()) parameters.push_back({name, value});
  return {};
}

void acknowledge(const http::request& question, http::response& out) {
  if (question.method == http::method::post) {
    out.status = 204;
  } else {
    out.content_type = "image/gif";
    out.body.assign(transparent_gif);
  }
  out.set("Cache-Control", "no-store");
  out.set("Cross-Origin-Resource-Policy", "cross-origin");
}

}  // namespace

result<const events::event_kind*> read_tracking(const endpoint_context& context, const http::request& question,
                                                const customer::customer& owner,
                                                const customer::customer_settings& settings,
                                                std::int64_t now_ms, std::vector<events::event>& group) {
  const auto path = question.target.segments();
  const auto* kind = events::find_event_kind(path[2]);
  if (kind == nullptr) {
    constexpr std::size_t shown = 64;
    return failure{error::unknown_event, fmt::format("event: {} is unknown", path[2].substr(0, shown))};
  }
  const bool empty_list = path.size() + 1 == shape_segments;
  if (empty_list && (kind->shape != events::path_shape::user_items || !question.target.ends_with_slash()))
    return failure{error::missing_parameter,
                   fmt::format("item: is required: /{}/{}/{}/USER/ITEMTYPE/ITEM", path[0], path[1], path[2])};

  // Reused from request to request: reading an ordinary event then allocates nothing.
  thread_local http::target form;
  thread_local std::vector<events::name_value> parameters;
  if (auto collected = collect_parameters(question, form, parameters); !collected) return collected.error();
  group.clear();
  const events::event_input input{.kind = kind,
                                  .user = path[3],
                                  .item_type = path[4],
                                  .item = empty_list ? std::string_view{} : path[5],
                                  .parameters = parameters,
                                  .time_ms = now_ms};
  if (auto read = events::read_events(input, reading_context_of(context, owner, settings), group); !read)
    return read.error();
  return kind;
}

result<void> track(const endpoint_context& context, const http::request& question, http::response& out) {
  const auto path = question.target.segments();
  const auto owner = find_customer(context, path[0], path[1]);
  if (!owner) return owner.error();
  const auto settings = (*owner)->settings.load();
  if (auto allowed = check_access(context, **owner, *settings, question, settings->tracking_authentication);
      !allowed)
    return allowed;
  thread_local std::vector<events::event> group;
  const auto now_ms = context.time.wall_ms();
  const auto kind = read_tracking(context, question, **owner, *settings, now_ms, group);
  if (!kind) return kind.error();
  const tracked_request request{question, path[3], **owner, *settings, (*kind)->type, now_ms};
  if (auto settled = settle(context, request, group, out); !settled) return settled;
  acknowledge(question, out);
  return {};
}

}  // namespace footfall::api
