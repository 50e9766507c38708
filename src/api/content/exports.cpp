// What a customer's content server announces: `/{solution}/{customer}/items` and `.../item/upload`.
#include "api/content/content_format.hpp"
#include "api/endpoints.hpp"
#include "footfall/feeds/feed_puller.hpp"
#include "footfall/text/json_writer.hpp"

namespace footfall::api {

result<void> announce_exports(const endpoint_call& call, http::response& out) {
  auto read = feeds::read_export_call(call.question.body);
  if (!read) return read.error();
  const auto count = read->events.size();
  const auto left_out = read->left_out;
  if (count != 0)
    if (auto added = call.context.puller.add(call.settings->id, std::move(*read)); !added) return added;
  write_accepted("events", count, left_out, out);
  return {};
}

result<void> upload_items(const endpoint_call& call, http::response& out) {
  const std::string address(call.question.target.find("url"));
  if (address.empty()) return failure{error::missing_parameter, "url: is missing"};
  if (const auto url = outbound::read_url(address); !url)
    return failure{error::bad_parameter, "url: " + url.error().detail()};
  std::string announcement = R"({"events":[{"action":"UPDATE","uri":")";
  text::append_json_escaped(announcement, address);
  auto read = feeds::read_export_call(announcement + "\"}]}");
  if (!read) return read.error();
  if (auto added = call.context.puller.add(call.settings->id, std::move(*read)); !added) return added;
  write_accepted("addresses", 1, {}, out);
  return {};
}

}  // namespace footfall::api
