// Imports into a running server through its bulk interface.
#include "import_to_server.hpp"

#include "footfall/text/json_writer.hpp"
#include "footfall/text/percent.hpp"
#include "footfall/text/time.hpp"

#include "http_client.hpp"
#include "line_identities.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace footfall::commands {

namespace {

constexpr std::size_t group_lines_max = 5000;
constexpr std::size_t group_bytes_max = 4 * 1024 * 1024;
constexpr int tries_max = 10;
constexpr std::int64_t wait_s_max = 60;
constexpr std::size_t shown_bytes_max = 200;

// Error answers are a line of text for people.
std::string_view first_line(std::string_view body) {
  return body.substr(0, std::min(shown_bytes_max, body.find_first_of("\r\n")));
}

// Where a line of the group came from.
struct line_origin {
  std::string_view file;
  std::size_t line;
};

class server_sink final : public import_sink {
 public:
  server_sink(http_client client, const server_sink_options& options)
      : client_(std::move(client)),
        options_(options),
        path_(fmt::format("/api/{}/events?label={}", text::encoded(options.customer),
                          text::encoded(options.label))) {}

  void begin_file() override { identities_ = {}; }

  result<void> add(std::string_view file, import_record& record, import_summary& summary) override {
    append_line(record);
    // Of a time without zone the server knows more: it has the customer's.
    if (const auto time_ms = text::read_time_ms(api::find_member(record.members.all(), "time")))
      summary.note_time(*time_ms);
    origins_.push_back({file, record.line});
    const bool complete =
        origins_.size() >= group_lines_max || body_.size() + api::import_line_bytes_max >= group_bytes_max;
    return complete ? flush(summary) : result<void>{};
  }

  result<void> flush(import_summary& summary) override {
    if (origins_.empty()) return {};
    const auto answer = post();
    if (!answer) return answer.error();
    const auto noted = note(*answer, summary);
    body_.clear();
    origins_.clear();
    return noted;
  }

 private:
  // The members as JSON texts, which count as what they spell, with an id if there is none.
  void append_line(import_record& record) {
    const auto members = record.members.all();
    text::json_writer json(body_);
    json.open_object();
    for (const auto& [name, value] : members) {
      escaped_.clear();
      text::append_json_escaped(escaped_, name);
      json.field(escaped_, value);
    }
    if (api::find_member(members, "id").empty())
      json.field("id", std::string_view(identities_.next(record.content)));
    json.close_object();
    body_ += '\n';
  }

  result<http_answer> post() {
    for (int tries = 1;; ++tries) {
      auto answer =
          client_.post(path_, "application/x-ndjson", options_.customer, options_.license_key, body_);
      if (!answer) return answer.error();
      const bool too_busy = answer->status == 503 || answer->status == 429;
      if (!too_busy || tries == tries_max || options_.stop_waiting()) return answer;
      client_.wait(std::clamp<std::int64_t>(answer->retry_after_s.value_or(1), 0, wait_s_max),
                   options_.stop_waiting);
    }
  }

  result<void> note(const http_answer& answer, import_summary& summary) const {
    if (answer.status != 200)
      return failure{error::io_failed, fmt::format("{}: answered {}: {}", client_.address(), answer.status,
                                                   first_line(answer.body))};
    const auto counts = nlohmann::json::parse(answer.body, nullptr, false);
    const auto count = [&counts](const char* name) -> std::size_t {
      const auto found = counts.find(name);
      return found != counts.end() && found->is_number_unsigned() ? found->get<std::size_t>() : 0;
    };
    if (!counts.is_object() || !counts.contains("accepted"))
      return failure{error::io_failed, fmt::format("{}: answered something else than counts; is it footfall?",
                                                   client_.address())};
    summary.accepted += count("accepted");
    summary.repeated += count("repeated");
    const auto rejected_before = summary.rejected;
    if (const auto errors = counts.find("errors"); errors != counts.end() && errors->is_array())
      for (const auto& entry : *errors) note_rejected(entry, summary);
    // The server lists the first reasons only.
    summary.rejected = std::max(summary.rejected, rejected_before + count("rejected"));
    return {};
  }

  void note_rejected(const nlohmann::json& entry, import_summary& summary) const {
    if (!entry.is_object() || !entry.contains("line") || !entry["line"].is_number_unsigned()) return;
    const auto line = entry["line"].get<std::size_t>();
    if (line == 0 || line > origins_.size()) return;
    const auto reason = entry.find("reason");
    summary.reject(
        origins_[line - 1].file, origins_[line - 1].line,
        reason != entry.end() && reason->is_string() ? reason->get_ref<const std::string&>() : "rejected");
  }

  http_client client_;
  const server_sink_options options_;
  const std::string path_;
  line_identities identities_;
  std::string body_;
  std::string escaped_;
  std::vector<line_origin> origins_;
};

}  // namespace

result<std::unique_ptr<import_sink>> open_server_sink(const server_sink_options& options) {
  auto client = http_client::for_url(options.url);
  if (!client) return client.error();
  return std::make_unique<server_sink>(std::move(*client), options);
}

}  // namespace footfall::commands
