// The table and the JSON of an evaluation.
#include "evaluation_report.hpp"

#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <string_view>

namespace footfall::commands {

namespace {

struct measure_name {
  std::string_view title;
  std::string_view key;
  evaluation::interval evaluation::intervals::*sure;
  evaluation::difference evaluation::comparison::*change;
};
constexpr std::array measure_names{
    measure_name{"HR@20", "hitRate", &evaluation::intervals::hit_rate, &evaluation::comparison::hit_rate},
    measure_name{"MRR@20", "reciprocalRank", &evaluation::intervals::reciprocal_rank,
                 &evaluation::comparison::reciprocal_rank},
    measure_name{"NDCG@20", "gain", &evaluation::intervals::gain, &evaluation::comparison::gain},
};

void write_interval(const evaluation::interval& range, text::json_writer& json) {
  json.field("value", range.value);
  json.field("low", range.low);
  json.field("high", range.high);
}

void write_row(const judged_scenario& row, text::json_writer& json) {
  json.open_object();
  json.field("scenario", std::string_view(row.name));
  json.field("sessions", row.total.sessions);
  json.field("queries", row.total.queries);
  json.field("unknownTargets", row.total.unknown_targets);
  for (const auto& name : measure_names) {
    json.key(name.key);
    json.open_object();
    write_interval(row.sure.*name.sure, json);
    json.close_object();
  }
  json.field("coverage", row.total.coverage);
  json.field("popularityBias", row.total.popularity_bias);
  if (row.change) {
    json.key("change");
    json.open_object();
    for (const auto& name : measure_names) {
      const auto& change = *row.change.*name.change;
      json.key(name.key);
      json.open_object();
      write_interval(change.change, json);
      json.field("significant", change.significant);
      json.close_object();
    }
    json.close_object();
  }
  json.close_object();
}

void append_changes(const judged_scenario& row, std::string_view before, std::string& out) {
  fmt::format_to(std::back_inserter(out), "    against {}:", before);
  for (const auto& name : measure_names) {
    const auto& change = *row.change.*name.change;
    fmt::format_to(std::back_inserter(out), "  {} {:+.4f} [{:+.4f} {:+.4f}] {}", name.title,
                   change.change.value, change.change.low, change.change.high,
                   change.significant ? "significant" : "not significant");
  }
  out += '\n';
}

double hit_rate_of(const judged_category& category, std::size_t row) {
  return category.queries == 0
             ? 0
             : static_cast<double>(category.hits[row]) / static_cast<double>(category.queries);
}

void append_categories(const judged_view& of, std::string& out) {
  if (of.categories.size() < 2) return;
  fmt::format_to(std::back_inserter(out), "\n{:<24} {:>8}", "HR@20 by category", "queries");
  for (const auto& row : of.rows) fmt::format_to(std::back_inserter(out), "  {}", row.name);
  out += '\n';
  for (const auto& each : of.categories) {
    fmt::format_to(std::back_inserter(out), "{:<24} {:>8}", each.name.empty() ? "(none)" : each.name,
                   each.queries);
    for (std::size_t row = 0; row < of.rows.size(); ++row)
      fmt::format_to(std::back_inserter(out), "  {:<{}.4f}", hit_rate_of(each, row),
                     of.rows[row].name.size());
    out += '\n';
  }
}

void write_categories(const judged_view& of, text::json_writer& json) {
  json.key("categories");
  json.open_array();
  for (const auto& each : of.categories) {
    json.open_object();
    json.field("category", std::string_view(each.name));
    json.field("queries", each.queries);
    json.key("hitRates");
    json.open_array();
    for (std::size_t row = 0; row < of.rows.size(); ++row) json.value(hit_rate_of(each, row));
    json.close_array();
    json.close_object();
  }
  json.close_array();
}

}  // namespace

std::string to_table(const evaluation_report& report) {
  std::string out =
      fmt::format("customer {}: sessions of {} events after {}, models from {} events before\n",
                  report.customer, report.event, text::to_iso_time(report.split_ms), report.training_events);
  for (const auto& note : report.notes) out += note + '\n';
  for (const auto& each : report.views) {
    fmt::format_to(std::back_inserter(out), "\n{:<24} {:>8} {:>8} ", each.name, "sessions", "queries");
    for (const auto& name : measure_names)
      fmt::format_to(std::back_inserter(out), " {:<8}{:<16}", name.title, "[95 %]");
    out += " coverage  popularity\n";
    for (const auto& row : each.rows) {
      fmt::format_to(std::back_inserter(out), "{:<24} {:>8} {:>8} ", row.name, row.total.sessions,
                     row.total.queries);
      for (const auto& name : measure_names) {
        const auto& sure = row.sure.*name.sure;
        fmt::format_to(std::back_inserter(out), " {:<8.4f}[{:.4f} {:.4f}] ", sure.value, sure.low, sure.high);
      }
      fmt::format_to(std::back_inserter(out), " {:<8.4f}  {:.4f}\n", row.total.coverage,
                     row.total.popularity_bias);
    }
    for (std::size_t place = 1; place < each.rows.size(); ++place)
      if (each.rows[place].change) {
        fmt::format_to(std::back_inserter(out), "  {}\n", each.rows[place].name);
        append_changes(each.rows[place], each.rows[place - 1].name, out);
      }
    append_categories(each, out);
  }
  return out;
}

std::string to_json(const evaluation_report& report) {
  std::string out;
  text::json_writer json(out);
  json.open_object();
  json.field("customer", std::string_view(report.customer));
  json.field("event", std::string_view(report.event));
  json.field("split", std::string_view(text::to_iso_time(report.split_ms)));
  json.field("trainingEvents", report.training_events);
  json.key("notes");
  json.open_array();
  for (const auto& note : report.notes) json.value(std::string_view(note));
  json.close_array();
  json.key("views");
  json.open_array();
  for (const auto& each : report.views) {
    json.open_object();
    json.field("view", each.name);
    json.key("rows");
    json.open_array();
    for (const auto& row : each.rows) write_row(row, json);
    json.close_array();
    if (!each.categories.empty()) write_categories(each, json);
    json.close_object();
  }
  json.close_array();
  json.close_object();
  out += '\n';
  return out;
}

}  // namespace footfall::commands
