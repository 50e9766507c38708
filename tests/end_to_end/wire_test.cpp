// Every byte that clients see: recorded conversations with the real binary are held again.
//
// A file in wire/ is a conversation. Lines with `>` are a request: method and target (`admin` in front: to
// the admin listener), then header fields, then `|` and the body; or `raw` and the bytes of a whole
// connection. Lines with `<` are the answer up to the end of the connection. `\r`, `\n`, `\xNN` and `\\` are
// escapes, times and other figures of the moment are `*`. Each file has a server of its own with the events
// of wire/events.csv.
//
// When answers are meant to change, or requests are added: record, read the difference, commit it.
//   FOOTFALL_WIRE_RECORD=$PWD/build/dev/footfall build/dev/tests/end_to_end_test --gtest_filter='*wire*'
#include "support/footfall_server.hpp"
#include "support/places.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <regex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::test {
namespace {

const std::filesystem::path folder = std::filesystem::path(source_directory) / "tests/end_to_end/wire";

struct conversation_file {
  const char* name;
  const char* configuration;
};

void PrintTo(const conversation_file& file, std::ostream* out) { *out << file.name; }

constexpr conversation_file conversations[] = {
    {"tracking.txt", "shops.json"}, {"bulk.txt", "shops.json"},  {"recommendations.txt", "shops.json"},
    {"protocol.txt", "shops.json"}, {"admin.txt", "shops.json"}, {"short_links.txt", "one_shop.json"}};

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string without_escapes(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      bytes += text[at];
      continue;
    }
    const char kind = ++at < text.size() ? text[at] : '?';
    unsigned int value = 0;
    if (kind == 'r')
      bytes += '\r';
    else if (kind == 'n')
      bytes += '\n';
    else if (kind == '\\')
      bytes += '\\';
    else if (kind == 'x' && at + 2 < text.size() &&
             std::from_chars(&text[at + 1], &text[at + 1] + 2, value, 16).ec == std::errc{}) {
      bytes += static_cast<char>(value);
      at += 2;
    } else
      throw std::runtime_error("an unknown escape in " + std::string(text));
  }
  return bytes;
}

/// The answer as lines of the file; the bytes can be told from them.
std::vector<std::string> as_lines(const std::string& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::vector<std::string> lines{"<"};
  const auto show = [&lines](std::string_view piece) {
    if (lines.back().size() == 1) lines.back() += ' ';
    lines.back() += piece;
  };
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (byte == '\r' && bytes.compare(at, 2, "\r\n") == 0) {
      lines.emplace_back("<");
      ++at;
    } else if (byte == '\n') {
      show("\\n");
      lines.emplace_back("<");
    } else if (byte == '\\') {
      show("\\\\");
    } else if (byte >= 0x20 && byte < 0x7F) {
      show({&bytes[at], 1});
    } else {
      show(std::string("\\x") + digits[byte / 16] + digits[byte % 16]);
    }
  }
  return lines;
}

/// What differs from run to run is replaced, and the length with it.
std::string masked(const std::string& answer) {
  static const std::regex texts(R"re("(time|builtAt|countsFrom|lastSeen|userHash)":"[^"]*")re");
  static const std::regex figures(
      R"re("(buildMilliseconds|milliseconds|ageSeconds|memoryBytes|stateBytes)":[0-9.]+)re");
  static const std::regex moments("20[2-9][0-9]-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");
  static const std::regex requests("requestuuid=[0-9a-f]{8}-[0-9a-f]+");
  auto same = std::regex_replace(answer, texts, R"("$1":"*")");
  same = std::regex_replace(same, requests, "requestuuid=*");
  same = std::regex_replace(same, figures, R"("$1":*)");
  same = std::regex_replace(same, moments, "*");
  if (same != answer)
    same = std::regex_replace(same, std::regex("Content-Length: [0-9]+"), "Content-Length: *");
  return std::regex_replace(same, std::regex("\r\n(Date|Last-Modified|Expires): [^\r]*"), "\r\n$1: *");
}

struct exchange_of_bytes {
  bool admin = false;
  std::string bytes;
};

/// From the lines of a request without their `> `.
exchange_of_bytes read_request(const std::vector<std::string>& lines) {
  exchange_of_bytes request;
  std::string first = lines.front();
  if (first.starts_with("admin ")) {
    request.admin = true;
    first.erase(0, 6);
  }
  if (first.starts_with("raw ")) {
    for (const auto& line : lines)
      request.bytes += without_escapes(&line == &lines.front() ? first.substr(4) : line);
    return request;
  }
  request.bytes = first + " HTTP/1.1\r\nHost: shop.example\r\n";
  std::string body;
  for (std::size_t index = 1; index < lines.size(); ++index) {
    if (lines[index].starts_with("| "))
      body += without_escapes(lines[index].substr(2));
    else
      request.bytes += lines[index] + "\r\n";
  }
  if (!body.empty() || first.starts_with("POST "))
    request.bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  request.bytes += "\r\n" + body;
  return request;
}

/// The file with the answers that the server gives now.
std::string held_again(const std::string& recorded, const footfall_server& server) {
  std::string now;
  std::vector<std::string> request;
  const auto finish = [&] {
    if (request.empty()) return;
    const auto what = read_request(request);
    auto client = what.admin ? server.admin_client() : server.client();
    client.send(what.bytes);
    client.shut_down_sending();
    for (const auto& line : as_lines(masked(client.receive_until_close()))) now += line + '\n';
    request.clear();
  };
  for (const auto& line : lines_of(recorded)) {
    if (line.starts_with("> "))
      request.push_back(line.substr(2));
    else
      finish();
    if (!line.starts_with("<")) now += line + '\n';
  }
  finish();
  return now;
}

footfall_server_options with_imported_events(const std::filesystem::path& binary,
                                             const std::filesystem::path& configuration,
                                             const std::filesystem::path& data) {
  process import({.program = binary,
                  .arguments = {"import-events", "--customer", "00000", "--config", configuration.string(),
                                "--data-dir", data.string(), (folder / "events.csv").string()}});
  const auto end = import.wait_for_end(std::chrono::minutes(1));
  if (!end || end->status != 0) throw std::runtime_error("the import failed: " + import.standard_error());
  footfall_server_options options;
  options.configuration = content_of(configuration);
  options.data_directory = data;
  return options;
}

class wire : public testing::TestWithParam<conversation_file> {};

TEST_P(wire, answers_are_byte_for_byte_those_of_the_recording) {
  const auto* const recorder = std::getenv("FOOTFALL_WIRE_RECORD");
  const std::filesystem::path binary = recorder == nullptr ? footfall_binary : recorder;
  const temporary_folder temporary;
  const footfall_server server(
      binary, with_imported_events(binary, folder / GetParam().configuration, temporary.path() / "data"));
  const auto file = folder / GetParam().name;
  const auto recorded = content_of(file);
  const auto now = held_again(recorded, server);
  if (recorder != nullptr) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << now;
    return;
  }
  const auto expected = lines_of(recorded);
  const auto found = lines_of(now);
  std::string request;
  for (std::size_t index = 0; index < std::max(expected.size(), found.size()); ++index) {
    const auto line = index < found.size() ? found[index] : "the end";
    const auto wanted = index < expected.size() ? expected[index] : "the end";
    if (line.starts_with("> ") && (index == 0 || !found[index - 1].starts_with("> "))) request = line;
    ASSERT_EQ(line, wanted) << file.filename() << ":" << index + 1 << ", the answer to " << request;
  }
}

INSTANTIATE_TEST_SUITE_P(recorded, wire, testing::ValuesIn(conversations), [](const auto& each) {
  const std::string name = each.param.name;
  return name.substr(0, name.find('.'));
});

}  // namespace
}  // namespace footfall::test
